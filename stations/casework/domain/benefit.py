"""Help with applications for benefits: 拟申, 已申, 获批 or 未批 (G3213)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.workdays import clock
from stations.casework.care_enums import ApplicationState
from stations.casework.domain.basis import hold_served
from stations.casework.models import Beneficiary, BenefitApplication
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_row,
)
from stations.records.identity import refuse_unborn


@transaction.atomic
def help_apply(
    *, actor: Actor, beneficiary: Beneficiary, policy: str, helped_on: date, note: str = ""
) -> BenefitApplication:
    """Begin an application with a person. Raises Forbidden; Conflict for a closed file or while
    one for the same policy waits; Invalid.
    """
    require_row(actor, beneficiary, "edit")
    hold_served(beneficiary)
    refuse_future("helped_on", helped_on)
    refuse_unborn(beneficiary.born_on, "helped_on", helped_on)
    waiting = (ApplicationState.HELPED, ApplicationState.SUBMITTED)
    standing = beneficiary.applications.filter(policy=policy, withdrawn_at=None)
    if standing.filter(state__in=waiting).exists():
        raise Conflict(_("An application for this policy is under way."), code="under_way")
    application = BenefitApplication(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        policy=policy,
        helped_on=helped_on,
        note=note.strip(),
    )
    return enter(application, actor=actor, action="benefit.help")


@transaction.atomic
def submit_application(
    *, actor: Actor, application: BenefitApplication, on: date
) -> BenefitApplication:
    """It has been handed in. Raises Forbidden, Conflict in another state, or Invalid."""
    held = _lock(actor, application, ApplicationState.HELPED)
    _check_day(on, held.helped_on)
    return change(
        held,
        actor=actor,
        action="benefit.submit",
        state=ApplicationState.SUBMITTED,
        submitted_on=on,
        submitted_received_at=clock.now(),
    )


@transaction.atomic
def decide_application(
    *, actor: Actor, application: BenefitApplication, on: date, granted: bool, note: str = ""
) -> BenefitApplication:
    """The authority has granted or refused it. Raises Forbidden, Conflict in another state, or
    Invalid; a refusal says why.
    """
    held = _lock(actor, application, ApplicationState.SUBMITTED)
    _check_day(on, held.submitted_on or held.helped_on)
    if not granted and not note.strip():
        refuse("note", _("Say why it was not granted."), note)
    state = ApplicationState.GRANTED if granted else ApplicationState.REFUSED
    return change(
        held,
        actor=actor,
        action="benefit.decide",
        state=state,
        decided_on=on,
        decided_received_at=clock.now(),
        note=note.strip() or held.note,
    )


def _lock(actor: Actor, application: BenefitApplication, state: str) -> BenefitApplication:
    require_row(actor, application, "edit")
    held = BenefitApplication.objects.select_for_update(of=("self",)).get(pk=application.pk)
    refuse_withdrawn(held)
    if held.state != state:
        detail = _("The application is in the state “%(state)s”.") % {
            "state": held.get_state_display()
        }
        raise Conflict(detail, code="wrong_state")
    return held


def _check_day(on: date, earliest: date) -> None:
    if on < earliest:
        refuse("on", _("The step before this one came later."), on, f">= {earliest}")
    refuse_future("on", on)
