"""The way into the service and out of it (N10)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.domain.enrolment import (
    MOVES,
    apply_for_service,
    exit_service,
    move_enrolment,
)
from stations.casework.enums import EnrolmentAct, EnrolmentExit
from stations.casework.models import Beneficiary, Enrolment, EnrolmentStep
from stations.casework.queries.work import sees_names
from stations.casework.registers.choices import person_choice, text_area
from stations.casework.registers.parts import to_the_file
from stations.casework.rules import view_persons, write_persons
from stations.records.forms import day_field
from stations.records.register import Act, Column, EntryForm, Filter, Inner, Register


class ApplicationForm(EntryForm):
    """Who asks for what."""

    person = person_choice()
    wish = text_area(_("What the person asks for"))
    applied_on = day_field(_("Applied on"), initial=today)


class StepForm(EntryForm):
    """A step on a day."""

    on = day_field(_("Done on"), initial=today)
    reason = text_area(_("Reason"), required=False)


class PauseForm(StepForm):
    """A pause has a reason."""

    reason = text_area(_("Reason"))


class ExitForm(StepForm):
    """Why the service ends."""

    why = forms.ChoiceField(label=_("Why the service ended"), choices=EnrolmentExit.choices)
    field_order = ("why", "on", "reason")


def enter(*, actor: Actor, station: Any, person: Beneficiary, **values: Any) -> Enrolment:
    return apply_for_service(actor=actor, beneficiary=person, **values)


def move(act: EnrolmentAct, *, actor: Actor, entry: Enrolment, **values: Any) -> Enrolment:
    return move_enrolment(actor=actor, enrolment=entry, act=act, **values)


def leave(*, actor: Actor, entry: Enrolment, **values: Any) -> Enrolment:
    return exit_service(actor=actor, enrolment=entry, **values)


def stands_before(act: EnrolmentAct) -> Callable[[Enrolment], bool]:
    return lambda enrolment: enrolment.state in MOVES[act].before


def steps_of(entry: Enrolment, actor: Actor) -> Any:
    return EnrolmentStep.objects.restrict(actor, "view").filter(enrolment=entry, withdrawn_at=None)


def step(act: EnrolmentAct, title: Any, form: type[EntryForm] = StepForm) -> Act:
    """An act that moves the enrolment on."""
    do = leave if act == EnrolmentAct.EXIT else partial(move, act)
    return Act(act.value.lower(), title, form, do, when=stands_before(act))


ENROLMENTS = Register(
    noun="enrolments",
    app="casework",
    model=Enrolment,
    title=_("Applications and exits"),
    one=_("Application for the service"),
    columns=(
        Column("applied_on"),
        Column("beneficiary.name", _("Person served"), personal=True, key="person"),
        Column("state"),
        Column("exited_on"),
        Column("exit_reason"),
    ),
    details=(Column("wish", personal=True), Column("station.name", _("Place"), key="place")),
    form=ApplicationForm,
    enter=enter,
    ways=to_the_file,
    acts=(
        step(EnrolmentAct.ACCEPT, _("Accept the application")),
        step(EnrolmentAct.BEGIN, _("Begin the service")),
        step(EnrolmentAct.PAUSE, _("Pause the service"), PauseForm),
        step(EnrolmentAct.RESUME, _("Resume the service")),
        step(EnrolmentAct.EXIT, _("End the service"), ExitForm),
    ),
    inner=(
        Inner(
            "steps",
            _("Steps so far"),
            EnrolmentStep,
            steps_of,
            (
                Column("done_on"),
                Column("act"),
                Column("reason", personal=True),
                Column("by_name", _("Done by")),
            ),
        ),
    ),
    view=view_persons(""),
    write=write_persons(""),
    opens=sees_names,
    order=("-applied_on", "-id"),
    filters=(Filter("state"), Filter("exit_reason")),
    icon="clipboard-check",
    empty=_("A person applies, is accepted, and leaves with a reason."),
)
