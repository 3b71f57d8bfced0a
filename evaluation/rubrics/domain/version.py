"""Publishing: a rubric folder becomes an immutable row with its digest."""

from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.rubrics.loader import load_rubric
from evaluation.rubrics.models import RubricVersion
from evaluation.scoring.rubric import Rubric
from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import Conflict
from kernel.workdays.clock import now


@transaction.atomic
def publish_rubric(*, actor: Actor, folder: Path) -> RubricVersion:
    """Publish the rubric of a folder for all counties of the installation.

    Only the province (or a command) may. The same content again gives the version that is
    there already; other content under its number is refused (Conflict, code version_taken).
    A folder that does not hold a sound rubric is refused by the loader, with file and key.
    """
    require(actor, OfficialRole.PROVINCE)
    rubric = load_rubric(folder)
    version, _created = RubricVersion.objects.get_or_create(
        rubric_id=rubric.id,
        version=rubric.version,
        defaults={
            "digest": rubric.digest,
            "content": rubric.to_data(),
            "effective_from": date.fromisoformat(rubric.effective_from),
            "published_by_uuid": actor.user_uuid,
            "published_name": actor.name,
            "published_at": now(),
        },
    )
    _require_same(version, rubric)
    return version


def _require_same(version: RubricVersion, rubric: Rubric) -> None:
    if version.digest == rubric.digest:
        return
    raise Conflict(
        _(
            "Version %(version)s of %(rubric)s is published with other content "
            "(digest %(published)s, this one has %(given)s); "
            "give the changed rubric a new version number."
        )
        % {
            "version": version.version,
            "rubric": version.rubric_id,
            "published": version.digest[:12],
            "given": rubric.digest[:12],
        },
        code="version_taken",
    )
