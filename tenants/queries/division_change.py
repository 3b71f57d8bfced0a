"""Changes of divisions as the operators see them."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import NotFound
from tenants.models import ChangeState, Division, DivisionChange

CODE = re.compile(r"(?<![0-9-])[0-9]{6}(?:[0-9]{3}){0,2}(?![0-9-])")
# What an effect's kind is called, in the order in which they are shown.
EFFECTS = {
    "county": gettext_lazy("Name of the county"),
    "area": gettext_lazy("Service areas"),
    "seat": gettext_lazy("Where places sit"),
    "place": gettext_lazy("Places that end here"),
    "membership": gettext_lazy("Memberships of townships"),
    "record": gettext_lazy("Records that name a village"),
    "target": gettext_lazy("Build targets: running and target"),
    "span": gettext_lazy("Rows of the province's board"),
    "evaluation": gettext_lazy("Open evaluations"),
    "carried": gettext_lazy("Rows carried to another county"),
}


def list_changes(*, actor: Actor, state: str = "") -> QuerySet[DivisionChange]:
    """All changes, or those in a state: the latest day first, upper divisions before lower.

    Raises Forbidden for all but platform operators.
    """
    require(actor, OfficialRole.PLATFORM)
    found = DivisionChange.objects.order_by("-effective_on", "id")
    return found.filter(state=state) if state else found


def list_releases(*, actor: Actor) -> list[dict[str, Any]]:
    """Newer lists with open proposals: digest as `release`, their day, and how many. Raises
    Forbidden."""
    rows = list_changes(actor=actor, state=ChangeState.PROPOSED).exclude(release="").order_by()
    counted = rows.values("release", "effective_on").annotate(changes=Count("pk"))
    return [dict(row) for row in counted.order_by("-effective_on", "release")]


def proposals_of(*, actor: Actor, release: str) -> QuerySet[DivisionChange]:
    """Open proposals of a list in the order in which they are carried out, upper divisions first.

    Raises Forbidden, NotFound when there are none.
    """
    rows = list_changes(actor=actor, state=ChangeState.PROPOSED).filter(release=release)
    if not release or not rows.exists():
        raise NotFound(_("There are no open proposals of this list."))
    return rows.order_by("effective_on", "id")


def find_change(*, actor: Actor, uuid: UUID | str) -> DivisionChange:
    """One change. Raises Forbidden, NotFound."""
    require(actor, OfficialRole.PLATFORM)
    change = DivisionChange.objects.filter(uuid=uuid).first()
    if change is None:
        raise NotFound(_("There is no such change."))
    return change


def latest_names(codes: Iterable[str]) -> dict[str, str]:
    """The last name each code had, also of divisions that have ended; one query."""
    rows = Division.objects.filter(code__in=set(codes)).order_by("code", "valid_from")
    return dict(rows.values_list("code", "name"))


def codes_of(change: DivisionChange) -> set[str]:
    """Every code that a change names."""
    new = {code for code, _name in [*change.successors, *change.below.values()]}
    return {*change.predecessors, *change.below, *new} - {""}


def sides_of(change: DivisionChange, names: dict[str, str]) -> tuple[list[str], list[str]]:
    """Predecessors and successors in words: "510402001 大渡口街道"."""
    old = [f"{code} {names.get(code, '')}".strip() for code in change.predecessors]
    new = [f"{code} {name or names.get(code, '')}".strip() for code, name in change.successors]
    return old, new


def group_effects(effects: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Effects of one county by kind, codes with their names."""
    listed = list(effects)
    names = latest_names(
        code for one in listed for side in ("before", "after") for code in CODE.findall(one[side])
    )

    def in_words(text: str) -> str:
        return CODE.sub(lambda found: f"{found[0]} {names.get(found[0], '')}".strip(), text)

    return [
        {
            "label": label,
            "rows": [
                one | {"before": in_words(one["before"]), "after": in_words(one["after"])}
                for one in listed
                if one["kind"] == kind
            ],
        }
        for kind, label in EFFECTS.items()
        if any(one["kind"] == kind for one in listed)
    ]
