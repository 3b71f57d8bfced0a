"""Visits that phones send, once or again, one or several at a time: one uuid is one visit.

To a minor whose file has closed since the phone took it along (minors.py), the sender writes and
reads nothing: answers say no more than what was sent.

A phone that sends again what has been corrected since has nothing to choose from: the visit was
taken in, and stands as corrected.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeGuard, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.audit.models import Entry
from kernel.errors import Conflict, DomainError, NotFound
from stations.casework.domain.planned_visit import COMPLETED, complete_sent
from stations.casework.domain.visit import OWN, Own, day_of, make_visit, visitor_of, was_closed
from stations.casework.minors import was_carried
from stations.casework.models import Beneficiary, FileOpening, Visit, VisitCorrection
from stations.people.queries import find_workers, own_staff
from stations.records.domain import check_fields, enter_missing

T = TypeVar("T")
# What is needed of a person to take in a visit: nothing encrypted.
READ = (
    "uuid",
    "name",
    "station_id",
    "household_id",
    "former_household_id",
    "household_since",
    "withdrawn_at",
    "closed_on",
    "born_on",
    "erased_at",
    "service_stopped_on",
)
RECORDED = "visit.record"
COMPARED = ("held_at", "place", "result", "joint_with", "note", "sections")


@dataclass(frozen=True)
class SentVisit:
    """What a phone says of a visit; the sections as sections.pack keeps them, ``joint_with`` as
    read_companions gives it. ``staff`` is who went; OWN, as phones send it, the sender."""

    uuid: UUID
    beneficiary: UUID
    held_at: datetime
    place: str
    result: str
    joint_with: Sequence[str]
    note: str
    sections: str = ""
    staff: UUID | Own | None = OWN


@dataclass(frozen=True)
class Received:
    """The visit as it stands, whether it is new, and whether its person's file is open to the
    sender."""

    visit: Visit
    is_new: bool
    is_open: bool


Outcome = Received | DomainError


class Differs(Conflict):
    """The uuid stands with other content; ``stored`` is it, where the file is open."""

    code = "differs"

    def __init__(self, stored: Visit | None) -> None:
        super().__init__(_("This visit has been received with other content."))
        self.stored = stored


def put_visit(*, actor: Actor, **sent: Any) -> Received:
    """The visit taken in; ``sent`` are the fields of SentVisit.

    Raises what put_visits gives as a refusal.
    """
    (outcome,) = put_visits(actor=actor, sent=[SentVisit(**sent)])
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


@transaction.atomic
def put_visits(*, actor: Actor, sent: Sequence[SentVisit]) -> list[Outcome]:
    """What becomes of each visit, in the order sent; a refusal stops no other one.

    The same again changes nothing. Under the uuid of a planned visit it is that one, made now.
    Refusals: Differs, NotFound for a person or a visit out of reach, and what make_visit raises.
    As many statements for fifty as for one, three more where a visitor is named; requests with one
    uuid wait for each other at the table's unique uuid.
    """
    asked = {each.beneficiary for each in sent}
    persons = _find_persons(actor, asked)
    carried = _find_carried(actor, asked - persons.keys())
    own = own_staff(actor)
    reached = [*persons.values(), *(opening.beneficiary for opening in carried)]
    workers = _find_visitors(actor, sent, reached)
    made = [attempt(_make, persons, carried, own, workers, each) for each in sent]
    ready = [visit for visit in made if isinstance(visit, Visit)]
    enter_missing(ready, actor=actor, action=RECORDED)
    complete_sent(actor, [visit for visit in ready if not _is_saved(visit)])
    # What was received before stays received, whatever became of the person's file.
    left = {each.uuid for each, visit in zip(sent, made, strict=True) if not _is_saved(visit)}
    stored = _find_stored(actor, left)
    return [
        Received(visit, is_new=True, is_open=each.beneficiary in persons)
        if _is_saved(visit)
        else _compare(each, visit, stored.get(each.uuid), carried)
        for each, visit in zip(sent, made, strict=True)
    ]


def attempt(work: Callable[..., T], *given: Any) -> T | DomainError:
    """What the work gives, or its refusal."""
    try:
        return work(*given)
    except DomainError as refusal:
        return refusal


def _find_persons(actor: Actor, uuids: Collection[UUID]) -> dict[UUID, Beneficiary]:
    """Those within reach, without what is encrypted."""
    rows = Beneficiary.objects.restrict(actor, "serve").filter(uuid__in=uuids)
    named = rows.only(*READ)
    return {person.uuid: person for person in named}


def _find_visitors(
    actor: Actor, sent: Sequence[SentVisit], persons: list[Beneficiary]
) -> dict[UUID, Any]:
    """The workers named; the persons then know their places."""
    named = {each.staff for each in sent if isinstance(each.staff, UUID)}
    if not named:
        return {}
    prefetch_related_objects(persons, "station")
    return find_workers(actor, named)


def _find_carried(actor: Actor, uuids: Collection[UUID]) -> Sequence[FileOpening]:
    """The actor's openings of these persons' files, run out or not."""
    if not uuids:
        return []
    rows = FileOpening.objects.restrict(actor, "carry").filter(beneficiary__uuid__in=uuids)
    read = ("opened_at", "valid_until", *(f"beneficiary__{name}" for name in READ))
    return list(rows.select_related("beneficiary").only(*read))


def _make(
    persons: dict[UUID, Beneficiary],
    carried: Sequence[FileOpening],
    own: Sequence[Any],
    workers: Mapping[UUID, Any],
    sent: SentVisit,
) -> Visit:
    """Whoever sends it went, unless it names somebody, or nobody."""
    person = persons.get(sent.beneficiary) or _person_carried(carried, sent)
    if person is None:
        raise NotFound(_("No such person."))
    values = {name: getattr(sent, name) for name in COMPARED}
    if isinstance(sent.staff, UUID):
        values["staff"] = visitor_of(workers, sent.staff, person.station, day_of(sent.held_at))
    elif sent.staff is None:
        values["staff"] = None
    visit = make_visit(beneficiary=person, uuid=sent.uuid, own=own, **values)
    check_fields(visit)
    return visit


def _person_carried(carried: Sequence[FileOpening], sent: SentVisit) -> Beneficiary | None:
    """Whom the sender had along at the time; nobody whose file ended before, which is not told."""
    for opening in carried:
        person = opening.beneficiary
        if person.uuid == sent.beneficiary and was_carried(opening, sent.held_at):
            is_over = person.withdrawn_at is not None or was_closed(person, sent.held_at)
            return None if is_over else person
    return None


def _is_saved(made: Visit | DomainError) -> TypeGuard[Visit]:
    return isinstance(made, Visit) and made.pk is not None


def _find_stored(actor: Actor, uuids: Collection[UUID]) -> dict[UUID, Any]:
    """Every visit of these uuids; ``is_reached`` says whether the actor may know of it,
    ``is_own`` whether they entered it."""
    if not uuids:
        return {}
    reached = Visit.objects.restrict(actor, "edit").filter(pk=OuterRef("pk"))
    own = Entry.objects.filter(
        object_uuid=OuterRef("uuid"),
        action__in=(RECORDED, COMPLETED),
        actor_uuid=actor.user_uuid,
    )
    rows = Visit.objects.filter(uuid__in=uuids)
    rows = rows.annotate(is_reached=Exists(reached), is_own=Exists(own))
    rows = rows.select_related("beneficiary", "staff").prefetch_related(
        Prefetch("corrections", VisitCorrection.objects.select_related("staff"))
    )
    return {visit.uuid: visit for visit in rows}


def _compare(
    sent: SentVisit, made: Visit | DomainError, found: Any, carried: Sequence[FileOpening]
) -> Outcome:
    """The visit that stands under the uuid, if it is the same; else why not."""
    if found is None and isinstance(made, DomainError):
        return made
    if found is None or not (found.is_reached or _was_sent(found, carried)):
        return NotFound(_("No such visit."))
    given = {name: getattr(sent, name) for name in COMPARED} | {"note": sent.note.strip()}
    readings = [found, *found.corrections.all()]
    same = next(
        (each for each in readings if _says(each, given) and _names(each, sent.staff)), None
    )
    if same is None or found.beneficiary.uuid != sent.beneficiary:
        return Differs(found if found.is_reached else None)
    if not found.is_reached:
        _show_as_sent(found, same)
    return Received(found, is_new=False, is_open=found.is_reached)


def _says(reading: Visit | VisitCorrection, given: dict[str, Any]) -> bool:
    return all(getattr(reading, name) == value for name, value in given.items())


def _names(reading: Visit | VisitCorrection, staff: UUID | Own | None) -> bool:
    """Whether the visitor is the one named; a sender who names none does not ask."""
    return isinstance(staff, Own) or (reading.staff.uuid if reading.staff else None) == staff


def _show_as_sent(visit: Any, reading: Visit | VisitCorrection) -> None:
    """In the answer alone: what was put right since is not for the sender."""
    for name in COMPARED:
        setattr(visit, name, getattr(reading, name))
    if isinstance(reading, VisitCorrection):
        visit.received_at = reading.was_received_at


def _was_sent(stored: Any, carried: Sequence[FileOpening]) -> bool:
    """Whether it is the sender's own visit to a person they had along at the time."""
    return stored.is_own and any(
        opening.beneficiary_id == stored.beneficiary_id and was_carried(opening, stored.held_at)
        for opening in carried
    )
