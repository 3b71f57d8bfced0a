"""Activities of the station itself, and what it proposes to others (C713, C715, G3211, N16)."""

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.community.enums import POLICY_TOPICS, AdvocacyAnswer
from stations.community.models import AdvocacyItem, StationActivity
from stations.community.rules import write_community, write_local
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_place,
    require_row,
)


@transaction.atomic
def hold_activity(
    *,
    actor: Actor,
    station: models.Model,
    title: str,
    topic: str,
    held_on: date,
    attendance: int,
    manner: str = "",
    audience: str = "",
    place: str = "",
    joint_work: bool = False,
) -> StationActivity:
    """Enter what the place did. Raises Forbidden, or Invalid: a form of policy talks (N16) for
    another topic, nobody reached."""
    require_place(actor, station, write_local(""))
    refuse_future("held_on", held_on)
    if manner and topic not in POLICY_TOPICS:
        message = _("The form is asked for where a policy is explained.")
        refuse("manner", message, manner, [each.value for each in POLICY_TOPICS])
    activity = StationActivity(
        station_id=station.pk,
        title=title.strip(),
        topic=topic,
        held_on=held_on,
        attendance=attendance,
        manner=manner,
        audience=audience,
        place=place.strip(),
        joint_work=joint_work,
    )
    return enter(activity, actor=actor, action="station_activity.hold")


@transaction.atomic
def propose_change(
    *,
    actor: Actor,
    station: models.Model,
    title: str,
    finding: str,
    proposal: str,
    addressee: str,
    proposed_on: date,
) -> AdvocacyItem:
    """A finding from the records becomes a proposal (C715). Raises Forbidden or Invalid."""
    require_place(actor, station, write_community(""))
    refuse_future("proposed_on", proposed_on)
    item = AdvocacyItem(
        station_id=station.pk,
        title=title.strip(),
        finding=finding.strip(),
        proposal=proposal.strip(),
        addressee=addressee.strip(),
        proposed_on=proposed_on,
    )
    return enter(item, actor=actor, action="advocacy.propose")


@transaction.atomic
def answer_proposal(
    *, actor: Actor, entry: AdvocacyItem, result: str, on: date, answer: str = ""
) -> AdvocacyItem:
    """What the addressee answered. Raises Forbidden, Conflict when answered, or Invalid."""
    require_row(actor, entry, "edit")
    held = AdvocacyItem.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    refuse_withdrawn(held)
    if held.answered_on is not None:
        raise Conflict(_("The answer has been entered."), code="answered")
    if result not in AdvocacyAnswer.values:
        refuse("result", _("Not one of the choices."), result, AdvocacyAnswer.values)
    if on < held.proposed_on:
        refuse("on", _("The proposal was made later."), on, f">= {held.proposed_on}")
    refuse_future("on", on)
    return change(
        held,
        actor=actor,
        action="advocacy.answer",
        result=result,
        answer=answer.strip(),
        answered_on=on,
        answered_received_at=clock.now(),
    )
