"""What the bureau does with a rubric: adopt, change numbers, discard, freeze (annex 2, 5.1.3)."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evaluation.rubrics.adoption.domain.overlay import check_overlay
from evaluation.rubrics.adoption.models import Adoption
from evaluation.rubrics.adoption.queries import published_rubric
from evaluation.rubrics.queries import get_version
from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import require
from kernel.audit.domain import record
from kernel.errors import Conflict
from kernel.workdays.clock import now


@transaction.atomic
def adopt(*, actor: Actor, rubric_id: str, version: str) -> Adoption:
    """Copy a published version into the county, open for the county's own numbers.

    Refused: another adoption of the rubric still being open (Conflict, code adoption_open);
    a version that is not published (NotFound).
    """
    require(actor, Role.BUREAU)
    published = get_version(rubric_id, version)
    try:
        with transaction.atomic():
            adoption = Adoption.objects.create(
                rubric_id=published.rubric_id,
                version=published.version,
                digest=published.digest,
                content=published.content,
                adopted_by_uuid=actor.user_uuid,
                adopted_name=actor.name,
                adopted_at=now(),
            )
    except IntegrityError as error:
        raise _already_open(rubric_id) from error
    record(actor=actor, action="rubric.adopt", obj=adoption, after={"digest": adoption.digest})
    return adoption


@transaction.atomic
def change_overlay(*, actor: Actor, adoption: Adoption, changes: Mapping[str, Any]) -> Adoption:
    """Put the county's numbers in place of the published ones; None takes a number back.

    `changes` maps paths of `Rubric.numbers()` to whole numbers or decimals (never floats).
    All of it is done or nothing: Invalid names every number that is unknown, from the seed,
    out of its bounds or of the wrong form, and every area whose points no longer add up.
    A frozen adoption is refused (Conflict, code frozen).
    """
    require(actor, Role.BUREAU)
    adoption = _lock_open(adoption)
    before = adoption.overlay
    adoption.overlay = check_overlay(published_rubric(adoption), before, changes)
    changed = {
        path
        for path in before.keys() | adoption.overlay.keys()
        if before.get(path) != adoption.overlay.get(path)
    }
    if not changed:
        return adoption
    adoption.save(update_fields=["overlay"])
    record(
        actor=actor,
        action="rubric.change",
        obj=adoption,
        before={path: before.get(path) for path in sorted(changed)},
        after={path: adoption.overlay.get(path) for path in sorted(changed)},
    )
    return adoption


@transaction.atomic
def discard_adoption(*, actor: Actor, adoption: Adoption) -> None:
    """Delete an open adoption, so that another version can be adopted; frozen: refused."""
    require(actor, Role.BUREAU)
    adoption = _lock_open(adoption)
    record(
        actor=actor,
        action="rubric.discard",
        obj=adoption,
        before={"digest": adoption.digest, "overlay": adoption.overlay},
    )
    adoption.delete()


@transaction.atomic
def freeze_adoption(*, actor: Actor, adoption: Adoption) -> Adoption:
    """Close the adoption to changes, as a cycle opens with it; a frozen one stays as it is."""
    require(actor, Role.BUREAU)
    adoption = _lock(adoption)
    if adoption.is_frozen:
        return adoption
    adoption.frozen_at = now()
    adoption.save(update_fields=["frozen_at"])
    record(
        actor=actor,
        action="rubric.freeze",
        obj=adoption,
        before={"frozen_at": None},
        after={"frozen_at": adoption.frozen_at},
    )
    return adoption


def _lock(adoption: Adoption) -> Adoption:
    return Adoption.objects.select_for_update().get(pk=adoption.pk)


def _lock_open(adoption: Adoption) -> Adoption:
    locked = _lock(adoption)
    if locked.is_frozen:
        raise Conflict(
            _("This rubric is frozen because a cycle was opened with it; adopt it anew."),
            code="frozen",
        )
    return locked


def _already_open(rubric_id: str) -> Conflict:
    return Conflict(
        _("Rubric %(rubric)s is adopted already and still open; use or discard that adoption.")
        % {"rubric": rubric_id},
        code="adoption_open",
    )
