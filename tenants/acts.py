"""What operators may do to a county as a whole: one table for pages and API.

An act either does its work at once and gives the County, or asks for an operation and gives that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.operations.models import Operation
from tenants.domain.host import change_host
from tenants.domain.state import change_state
from tenants.forms import ConfirmForm, HostForm, ReasonForm
from tenants.models import County, CountyState

State = CountyState
Outcome = County | Operation


@dataclass(frozen=True)
class Act:
    """`states`: those in which it is offered; the domain refuses it in the others."""

    label: Promise
    question: Promise
    states: frozenset[str]
    do: Callable[[Actor, County, dict[str, Any]], Outcome]
    form: type[forms.Form] = ReasonForm


def moving_to(state: CountyState) -> Callable[[Actor, County, dict[str, Any]], Outcome]:
    """An act that is a change of state."""

    def do(actor: Actor, county: County, values: dict[str, Any]) -> Outcome:
        return change_state(county=county, to=state, actor=actor, reason=values.get("reason", ""))

    return do


def move_to_host(actor: Actor, county: County, values: dict[str, Any]) -> Outcome:
    change_host(county=county, host=values["host"], actor=actor, reason=values["reason"])
    return county


ACTS: Mapping[str, Act] = {
    "change-host": Act(
        _("Change the host name"),
        _("Change the host name? The old one ends at once, and everybody logs in again."),
        frozenset({State.ACTIVE, State.SUSPENDED}),
        move_to_host,
        HostForm,
    ),
    "suspend": Act(
        _("Suspend"),
        _("Suspend this county? Nobody can work in it until it is resumed; its data is kept."),
        frozenset({State.ACTIVE}),
        moving_to(State.SUSPENDED),
    ),
    "resume": Act(
        _("Resume"),
        _("Resume this county?"),
        frozenset({State.SUSPENDED}),
        moving_to(State.ACTIVE),
        ConfirmForm,
    ),
    "leave": Act(
        _("Let it leave"),
        _("Begin its leaving? It is closed to its users; its data is exported, then erased."),
        frozenset({State.ACTIVE, State.SUSPENDED}),
        moving_to(State.LEAVING),
    ),
    "stay": Act(
        _("Stop the leaving"),
        _("Stop the leaving? The county is suspended and can be resumed."),
        frozenset({State.LEAVING}),
        moving_to(State.SUSPENDED),
    ),
}


def acts_of(county: County) -> dict[str, Act]:
    """What its present state offers."""
    return {name: act for name, act in ACTS.items() if county.state in act.states}
