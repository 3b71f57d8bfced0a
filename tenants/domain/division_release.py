"""A newer release of the list of divisions: compared with what stands, proposed, not written."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import FieldError, Invalid
from kernel.workdays.clock import now
from tenants.data.files import FILES, DivisionRow, find_file
from tenants.domain.division_change import note_change
from tenants.domain.division_match import Draft, match
from tenants.models import ChangeState, DivisionChange, DivisionRelease
from tenants.queries.division import in_force


def digest_of(source: Path) -> str:
    """SHA-256 of the list's five files as they lie there: quick, nothing is unpacked."""
    found = hashlib.sha256()
    for file in FILES:
        found.update(find_file(source, file.name).read_bytes())
    return found.hexdigest()


def provinces_of(digest: str) -> set[str]:
    """The provinces that were loaded from, or compared with, exactly this list."""
    return set(DivisionRelease.objects.filter(digest=digest).values_list("province", flat=True))


def loaded_provinces() -> set[str]:
    """The provinces that were ever loaded from a list."""
    return set(DivisionRelease.objects.values_list("province", flat=True))


def note_release(provinces: Collection[str], digest: str) -> None:
    """Remember what list these provinces stand for now."""
    for province in sorted(provinces):
        DivisionRelease.objects.update_or_create(
            province=province, defaults={"digest": digest, "loaded_at": now()}
        )


def propose_release(
    *, actor: Actor, province: str, rows: Iterable[DivisionRow], digest: str, on: date
) -> list[DivisionChange]:
    """Propose what leads from the divisions in force on a day to a newer list of a province.

    Nothing is written but proposals; what was proposed or rejected before with the same content
    is not proposed again. Raises Forbidden; Invalid for a list that would end half of the
    province: a cut or wrong file, not a reform.
    """
    require(actor, OfficialRole.PLATFORM)
    standing = in_force(on).filter(code__startswith=province)
    present = dict(standing.values_list("code", "name"))
    loaded = {row.code: row.name for row in rows}
    refuse_cut_list(province, present, loaded)
    known = {
        change.content for change in DivisionChange.objects.exclude(state=ChangeState.CARRIED_OUT)
    }
    changes = [make_change(draft, digest, on) for draft in match(present, loaded)]
    fresh = [change for change in changes if change.content not in known]
    return [note_change(change, actor) for change in fresh]


def make_change(draft: Draft, digest: str, on: date) -> DivisionChange:
    return DivisionChange(
        kind=draft.kind,
        effective_on=on,
        predecessors=draft.old,
        successors=[list(pair) for pair in draft.new],
        below={old: list(pair) for old, pair in draft.below.items()},
        release=digest,
    )


def refuse_cut_list(province: str, present: Collection[str], loaded: Collection[str]) -> None:
    kept = sum(code in loaded for code in present)
    if kept * 2 < len(present):
        message = _("Of %(all)s divisions of %(province)s the list keeps only %(kept)s.")
        message %= {"all": len(present), "province": province, "kept": kept}
        raise Invalid(message, errors=[FieldError("source", "cut_list", message, kept)])
