"""A place's cases, one case with all that is written about it, and what it needs next."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.crypto import mask_name
from kernel.errors import NotFound
from stations.casework.enums import Stage
from stations.casework.gates import CLOSED, Gate, missing_gates, next_step
from stations.casework.models import ArchiveVolume, Case, CaseDocument, CaseFollowUp, CaseStep
from stations.casework.queries.person import home_may_read
from stations.records.places import at_place


@dataclass(frozen=True)
class Missing:
    """What is to be done before the next step, and the clause that asks for it: a document of a
    kind, or the capability check with an outcome."""

    label: Any
    clause: str
    norm: str
    kind: str | None
    check: str | None


def is_over(case: Case) -> bool:
    """Closed, or opened by mistake: nothing comes next."""
    return case.closed_on is not None or case.withdrawn_at is not None


@dataclass(frozen=True)
class CaseView:
    """A case as this actor may read it: without names and texts unless ``may_read``."""

    case: Case
    may_read: bool
    documents: list[CaseDocument]
    steps: list[CaseStep]
    follow_ups: list[CaseFollowUp]
    volumes: list[ArchiveVolume]
    missing: list[Missing]

    @property
    def next_step(self) -> str:
        """The stage that follows, CLOSED after the last, empty for a closed or withdrawn case."""
        return "" if is_over(self.case) else next_step(self.case.stage)


def cases_of(actor: Actor, *, with_voided: bool = False) -> QuerySet[Case]:
    """Every case the actor may see, the latest first; ``may_read`` tells of names and texts."""
    readable = Case.objects.restrict(actor, "read").filter(pk=OuterRef("pk"))
    rows = Case.objects.restrict(actor, "view")
    if not with_voided:
        rows = rows.filter(withdrawn_at=None)
    rows = rows.annotate(may_read=Exists(readable), home_may_read=home_may_read(actor))
    return rows.select_related("beneficiary", "station", "responsible", "household__station")


def cases_at(actor: Actor, station: Any) -> QuerySet[Case]:
    """The cases of a station and its rooms."""
    return cases_of(actor).filter(at_place(station))


def find_case(actor: Actor, uuid: UUID, station: Any = None, *, with_voided: bool = False) -> Case:
    """A case, of a place if one is named. Raises NotFound when unseen."""
    rows = cases_of(actor, with_voided=with_voided)
    if station is not None:
        rows = rows.filter(at_place(station))
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise NotFound(_("No such case."))
    return found


def find_follow_up(case: Case, uuid: UUID) -> CaseFollowUp:
    """A follow-up of a case. Raises NotFound."""
    found = case.follow_ups.filter(uuid=uuid, withdrawn_at=None).first()
    if found is None:
        raise NotFound(_("No such follow-up."))
    return found


def view_case(case: Any) -> CaseView:
    """The case that ``find_case`` gave, with its parts, in five queries."""
    documents = list(case.documents.filter(withdrawn_at=None))
    return CaseView(
        case=case,
        may_read=case.may_read,
        documents=documents,
        steps=list(case.steps.filter(withdrawn_at=None)),
        follow_ups=list(case.follow_ups.filter(withdrawn_at=None)),
        volumes=list(case.volumes.order_by("id")),
        missing=[_as_missing(gate) for gate in _gates(case, documents)],
    )


def name_in(case: Any) -> str:
    """The person's name as the actor may read it."""
    name = case.beneficiary.name
    return name if case.may_read else mask_name(name)


def household_in(case: Any) -> str:
    """The name of the case's household as the actor may read it; "" for none."""
    name = case.household.name if case.household else ""
    return name if case.may_read and case.home_may_read else mask_name(name)


def stage_bar(case: Case, names: dict[str, str]) -> list[tuple[str, Any, str]]:
    """(stage, its name in the county, "done" | "now" | "later") of the six stages."""
    at = Stage.values.index(case.stage)
    return [
        (stage.value, names[stage.value], _place_of(number, at, closed=case.closed_on is not None))
        for number, stage in enumerate(Stage)
    ]


def _place_of(number: int, at: int, *, closed: bool) -> str:
    if number == at:
        return "done" if closed else "now"
    return "done" if number < at else "later"


def _gates(case: Case, documents: list[CaseDocument]) -> tuple[Gate, ...]:
    if is_over(case):
        return ()
    written = [(each.kind, each.signed) for each in documents if each.round == case.round]
    checks = case.capability_checks.filter(withdrawn_at=None, round=case.round)
    outcomes = set(checks.values_list("outcome", flat=True))
    return missing_gates(case.kind, next_step(case.stage), written, outcomes)


def _as_missing(gate: Gate) -> Missing:
    return Missing(
        label=gate.label,
        clause=gate.clause,
        norm=gate.norm,
        kind=gate.document and gate.document.value,
        check=gate.check and gate.check.value,
    )


def is_ready_to_close(view: CaseView) -> bool:
    """In the last stage with all written: the closure may be asked for."""
    return view.next_step == CLOSED and not view.missing
