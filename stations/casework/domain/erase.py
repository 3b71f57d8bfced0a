"""Erasing a person: names, numbers and texts are emptied, what counts stays (PIPL, article 47)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict, FieldError
from kernel.workdays import clock
from stations.casework.custody_rules import keep_case, keep_since, load_custody, load_retention
from stations.casework.domain.emptying import empty_texts
from stations.casework.enums import GivenBy
from stations.casework.models import Beneficiary, Household
from stations.records.domain import change

RELATIONS = {"visit": "visits", "need": "needs", "consent": "consents"}


@dataclass(frozen=True)
class Hold:
    """What stands against erasing a person, in words; ``until`` when a day ends it."""

    code: str
    text: str
    until: date | None = None


def holds_of(person: Beneficiary) -> list[Hold]:
    """All that stands against erasing now; empty when nothing does."""
    return [hold for find in (_service, _duties, _cases, _records) for hold in find(person)]


def refuse_holds(found: list[Hold]) -> None:
    """Raise Conflict ``retention_holds`` naming each reason, if there is one."""
    if not found:
        return
    detail = _("The person cannot be erased now: %(reasons)s") % {
        "reasons": " ".join(hold.text for hold in found)
    }
    errors = [
        FieldError("kind", hold.code, hold.text, None, hold.until and f"> {hold.until}")
        for hold in found
    ]
    raise Conflict(detail, code="retention_holds", errors=errors)


@transaction.atomic
def erase_person(*, actor: Actor, person: Beneficiary) -> Beneficiary:
    """Empty all texts of the file and of what hangs on it; the household's, with its last member,
    and its name with the person who bore it, also where the person lived before.

    Called when the bureau has granted it. Raises Conflict while something stands against it.
    """
    if person.erased_at is not None:
        raise Conflict(_("This person has been erased."), code="erased")
    refuse_holds(holds_of(person))
    borne = person.name.strip()
    empty_texts(person)
    person.refresh_from_db()
    _empty_household(actor, person, borne)
    _empty_former_household(actor, person, borne)
    return change(
        person,
        actor=actor,
        action="beneficiary.erase",
        name=load_custody()["erased_name"],
        born_on=None,
        erased_at=clock.now(),
    )


def _empty_household(actor: Actor, person: Beneficiary, borne: str) -> None:
    """The whole file with the last who lives there; else the name, if it is the person's."""
    household = person.household
    if household is None:
        return
    if not _others_live_in(household, person):
        _anonymise(actor, household, address="", note="")
    elif _bears(household, person, borne):
        _anonymise(actor, household)


def _empty_former_household(actor: Actor, person: Beneficiary, borne: str) -> None:
    """Only what is kept under the person's name: others may have lived there since."""
    household = person.former_household
    if household is None or not _bears(household, person, borne):
        return
    texts = {} if _others_live_in(household, person) else {"address": "", "note": ""}
    _anonymise(actor, household, **texts)


def _bears(household: Household, person: Beneficiary, borne: str) -> bool:
    """Whether the household is called by the person: alone, or in words like 某某家. That of
    somebody else there whose longer name holds the person's keeps it."""
    others = household.members.exclude(pk=person.pk).values_list("name", flat=True)
    longer = any(borne in name and name != borne and name in household.name for name in others)
    return borne in household.name and not longer


def _others_live_in(household: Household, person: Beneficiary) -> bool:
    others = household.members.filter(withdrawn_at=None, erased_at=None).exclude(pk=person.pk)
    return others.exists()


def _anonymise(actor: Actor, household: Household, **texts: str) -> None:
    name = load_custody()["erased_name"]
    change(household, actor=actor, action="household.erase", name=name, **texts)


def _service(person: Beneficiary) -> Iterator[Hold]:
    if person.closed_on is None and person.withdrawn_at is None:
        yield Hold("file_open", _("The file is open; it is closed first."))


def _duties(person: Beneficiary) -> Iterator[Hold]:
    standing = person.consents.filter(given_by=GivenBy.DUTY, ended_on=None, withdrawn_at=None)
    for duty in standing.values_list("duty", flat=True):
        yield Hold("duty", _("A statutory duty holds: %(duty)s.") % {"duty": duty})
    if person.roster_entries.filter(valid_to=None, withdrawn_at=None).exists():
        yield Hold("roster", _("The person is on the official roster."))


def _cases(person: Beneficiary) -> Iterator[Hold]:
    """Open cases, and closed ones whose retention has not ended."""
    if not load_retention()["case"]["binds"]:
        return
    ends = []
    cases: Any = person.cases.filter(withdrawn_at=None)
    for case in cases.annotate(kept=Max("volumes__destroy_after")):
        if case.closed_on is None:
            yield Hold("case_open", _("A case is open."))
        else:
            ends.append(case.kept or keep_case(case.closed_on, person.born_on).until)
    if ends and max(ends) >= clock.today():
        yield Hold(
            "case_kept",
            _("A closed case is kept until %(day)s.") % {"day": date_format(max(ends))},
            max(ends),
        )


def _records(person: Beneficiary) -> Iterator[Hold]:
    """Records whose retention binds even against the person's wish."""
    for kind, relation in RELATIONS.items():
        rule = load_retention()[kind]
        if not rule["binds"]:
            continue
        rows = getattr(person, relation).filter(withdrawn_at=None)
        last = rows.aggregate(last=Max(rule["from"]))["last"]
        if last is None:
            continue
        # The county's day: what was early in the morning is of the day before elsewhere.
        day = last.astimezone(clock.ZONE).date() if isinstance(last, datetime) else last
        until = keep_since(kind, day)
        if until >= clock.today():
            yield Hold(
                f"{kind}_kept",
                _("Records are kept until %(day)s.") % {"day": date_format(until)},
                until,
            )
