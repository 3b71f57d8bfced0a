"""Resources: who has them, what was linked to people, and what came of it (Z04, C714)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.phone import read_phone
from kernel.workdays import clock
from stations.casework.domain.basis import refuse_ended
from stations.casework.domain.need import match_need
from stations.casework.domain.service import require_person_here
from stations.casework.enums import NeedState
from stations.casework.models import Beneficiary, ProtectionReport
from stations.casework.rules import write_work
from stations.community.enums import (
    NEAR_SOURCES,
    REPORT_PURPOSES,
    LinkOutcome,
    LinkState,
    ResourceSource,
)
from stations.community.models import ResourceLink, ResourceParty
from stations.community.rules import write_local
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)
from stations.records.reveal import reveal_fields

HIDDEN = ("contact", "phone")


@transaction.atomic
def register_party(
    *,
    actor: Actor,
    station: models.Model,
    name: str,
    kind: str,
    since: date,
    is_local: bool = False,
    offers: str = "",
    contact: str = "",
    phone: str = "",
) -> ResourceParty:
    """Enter whom the place can turn to. Raises Forbidden, or Invalid: a name that stands here."""
    require_place(actor, station, write_local(""))
    refuse_future("since", since)
    _refuse_known(station.pk, name)
    party = ResourceParty(
        station_id=station.pk,
        name=name.strip(),
        kind=kind,
        since=since,
        is_local=is_local,
        offers=offers.strip(),
        contact=contact.strip(),
        phone=read_phone(phone),
    )
    return enter(party, actor=actor, action="resource_party.register")


@transaction.atomic
def edit_party(
    *,
    actor: Actor,
    entry: ResourceParty,
    name: str,
    kind: str,
    is_local: bool = False,
    is_active: bool = True,
    offers: str = "",
    contact: str = "",
    phone: str = "",
) -> ResourceParty:
    """Correct a party; without a new person or phone the ones on file stay.

    Raises Forbidden, Conflict when withdrawn, or Invalid.
    """
    require_row(actor, entry, "edit")
    _refuse_known(entry.station_id, name, but=entry)
    given = {"contact": contact.strip(), "phone": read_phone(phone)}
    return change(
        entry,
        actor=actor,
        action="resource_party.edit",
        name=name.strip(),
        kind=kind,
        is_local=is_local,
        is_active=is_active,
        offers=offers.strip(),
        **{key: value for key, value in given.items() if value},
    )


def reveal_party(*, actor: Actor, entry: ResourceParty, reason: str) -> dict[str, str]:
    """Whom to turn to, in full. Raises Forbidden, or Invalid without a reason."""
    return reveal_fields(actor=actor, entry=entry, fields=HIDDEN, reason=reason)


@transaction.atomic
def link_resource(
    *,
    actor: Actor,
    station: models.Model,
    kind: str,
    source: str,
    purpose: str,
    what: str,
    linked_on: date,
    party: ResourceParty | None = None,
    beneficiary: Beneficiary | None = None,
    report: ProtectionReport | None = None,
    value: Decimal | None = None,
    is_given: bool = False,
    **serves: Any,
) -> ResourceLink:
    """Ask for a resource, or enter one given already.

    ``serves`` names a need, a case, a visit or an application of the person; the person may then
    be left out, and a need that nobody has taken on is handed over.

    Raises Forbidden, Conflict for a withdrawn row, or Invalid.
    """
    require_place(actor, station, write_work(""))
    refuse_future("linked_on", linked_on)
    _check_party(actor, party, source)
    serves = {name: each for name, each in serves.items() if each is not None}
    person = _person_served(actor, beneficiary, serves)
    if person is not None:
        require_person_here(actor, station, person)
        refuse_ended(person, "linked_on", linked_on)
    if report is not None:
        _check_report(actor, report, purpose, person)
    home = person or report
    link = ResourceLink(
        station_id=home.station_id if home else station.pk,
        party=party,
        beneficiary=person,
        report=report,
        kind=kind,
        source=source,
        purpose=purpose,
        what=what.strip(),
        linked_on=linked_on,
        value=value,
        **serves,
        **(_settled(LinkState.GIVEN, linked_on) if is_given else {}),
    )
    made = enter(link, actor=actor, action="resource_link.ask")
    _hand_over(actor, made)
    return made


@transaction.atomic
def settle_link(
    *,
    actor: Actor,
    entry: ResourceLink,
    state: str,
    on: date,
    outcome: str = "",
    persons_count: int | None = None,
    value: Decimal | None = None,
    note: str = "",
) -> ResourceLink:
    """The resource was given, or could not be had; what came of one given may be told later too.

    Raises Forbidden, Conflict when it could not be had or was told whole, or Invalid.
    """
    require_row(actor, entry, "edit")
    held = ResourceLink.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if not is_open(held):
        raise Conflict(_("What came of this resource has been entered."), code="settled")
    _check_settling(held, state, on, outcome, persons_count)
    texts: dict[str, Any] = {"note": note.strip()} if note.strip() else {}
    worth = {} if value is None else {"value": value}
    return change(
        held,
        actor=actor,
        action="resource_link.settle",
        **_settled(state, on),
        outcome=outcome,
        persons_count=(persons_count or 1) if outcome else 0,
        **texts,
        **worth,
    )


def is_open(link: ResourceLink) -> bool:
    """Something of it is still to be told."""
    given = link.state == LinkState.GIVEN and not link.outcome
    return link.state == LinkState.ASKED or given


def _settled(state: str, on: date) -> dict[str, Any]:
    return {"state": state, "settled_on": on, "settled_received_at": clock.now()}


def _refuse_known(station_id: int, name: str, but: ResourceParty | None = None) -> None:
    rows = ResourceParty.objects.filter(station_id=station_id, name=name.strip(), withdrawn_at=None)
    others = rows.exclude(pk=but.pk) if but else rows
    if others.exists():
        refuse("name", _("A party of this name is on the list."), name)


def _check_party(actor: Actor, party: ResourceParty | None, source: str) -> None:
    """Family and neighbours are named in the text, all others stand on the list."""
    if party is None:
        if source not in NEAR_SOURCES and source in ResourceSource.values:
            refuse("party", _("Choose from the list of parties who gives it."))
        return
    require_row(actor, party, "view")
    refuse_withdrawn(party)


def _person_served(
    actor: Actor, person: Beneficiary | None, serves: dict[str, Any]
) -> Beneficiary | None:
    """The one person that all is about; what is served must be open to the actor's pen."""
    for name, each in serves.items():
        require_row(actor, each, "edit")
        refuse_withdrawn(each)
        person = person or each.beneficiary
        if each.beneficiary_id != person.pk:
            refuse(name, _("This is about another person."))
    return person


def _hand_over(actor: Actor, link: ResourceLink) -> None:
    """Who gives the resource takes the need on: nobody enters it twice (N02)."""
    need = link.need
    if need is None or need.state != NeedState.RAISED or link.linked_on < need.raised_on:
        return
    helper = link.party.name if link.party else str(ResourceSource(link.source).label)
    match_need(actor=actor, need=need, on=link.linked_on, helper=helper)


def _check_report(
    actor: Actor, report: ProtectionReport, purpose: str, person: Beneficiary | None
) -> None:
    """Only its readers link for a report, and nothing leads from a person's file to it (X13)."""
    require_row(actor, report, "view")
    if person is not None:
        refuse("beneficiary", _("A resource for a report names no person's file."))
    if purpose not in REPORT_PURPOSES:
        message = _("For a report: shelter, investigation, medical or legal help.")
        refuse("purpose", message, purpose, [each.value for each in REPORT_PURPOSES])


def _check_settling(
    link: ResourceLink, state: str, on: date, outcome: str, persons_count: int | None
) -> None:
    settled = (LinkState.GIVEN, LinkState.NOT_POSSIBLE)
    if state not in settled or (link.state == LinkState.GIVEN and state != LinkState.GIVEN):
        refuse("state", _("Not one of the choices."), state, [each.value for each in settled])
    if on < link.linked_on:
        refuse("on", _("The resource was asked for later."), on, f">= {link.linked_on}")
    refuse_future("on", on)
    if outcome and (state != LinkState.GIVEN or outcome not in LinkOutcome.values):
        message = _("Only a resource in place brings something about.")
        refuse("outcome", message, outcome, LinkOutcome.values)
    if persons_count is not None and not outcome:
        refuse("persons_count", _("Say what came to these persons."), persons_count)
