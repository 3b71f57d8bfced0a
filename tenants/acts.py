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
from kernel.errors import Conflict, FieldError, Invalid
from kernel.operations.models import Operation
from tenants.archive.restore import see_county
from tenants.domain.host import change_host
from tenants.domain.state import change_state
from tenants.forms import (
    ConfirmForm,
    ErasureForm,
    ExportForm,
    HostForm,
    ReasonForm,
    RehearsalForm,
    RestoreForm,
)
from tenants.jobs.archive import order_export, order_restore
from tenants.jobs.copy import order_removal
from tenants.jobs.erasure import order_erasure, order_proof
from tenants.models import County, CountyState

State = CountyState
Outcome = County | Operation


@dataclass(frozen=True)
class Act:
    """`states`: those in which it is offered; `perform` refuses it in the others."""

    label: Promise
    question: Promise
    states: frozenset[str]
    do: Callable[[Actor, County, dict[str, Any]], Outcome]
    form: type[forms.Form] = ReasonForm
    # Of what it may be done: counties (False), rehearsal copies (True), both (None).
    copies: bool | None = None

    def is_for(self, county: County) -> bool:
        """Whether it is done to what the county is, a copy or not."""
        return self.copies in (None, bool(county.rehearsal_of))


def moving_to(state: CountyState) -> Callable[[Actor, County, dict[str, Any]], Outcome]:
    """An act that is a change of state."""

    def do(actor: Actor, county: County, values: dict[str, Any]) -> Outcome:
        return change_state(county=county, to=state, actor=actor, reason=values.get("reason", ""))

    return do


def move_to_host(actor: Actor, county: County, values: dict[str, Any]) -> Outcome:
    change_host(county=county, host=values["host"], actor=actor, reason=values["reason"])
    return county


def export(actor: Actor, county: County, values: dict[str, Any]) -> Outcome:
    return order_export(actor=actor, county=county, passphrase=values["passphrase"])


def restore(actor: Actor, county: County, values: dict[str, Any]) -> Outcome:
    """Over the county as it is at this moment, once its code has been typed."""
    if values["code"] != county.code:
        message = _("This is not the county's code.")
        wrong = FieldError("code", "other_county", str(message), values["code"], county.code)
        raise Invalid(str(message), errors=[wrong])
    return order_restore(
        actor=actor,
        name=values["archive"],
        passphrase=values["passphrase"],
        confirmation=see_county(county.code),
    )


def rehearse(actor: Actor, county: County, values: dict[str, Any]) -> Outcome:
    return order_restore(
        actor=actor,
        name=values["archive"],
        passphrase=values["passphrase"],
        as_code=values["as_code"],
        host=values["host"],
    )


def ask_to_erase(actor: Actor, county: County, values: dict[str, Any]) -> Outcome:
    return order_proof(
        actor=actor,
        county=county,
        name=values["archive"],
        passphrase=values["passphrase"],
        digest=values["digest"],
        reason=values["reason"],
    )


def remove(actor: Actor, county: County, values: dict[str, Any]) -> Outcome:
    return order_removal(actor=actor, county=county, reason=values["reason"])


def confirm_to_erase(actor: Actor, county: County, values: dict[str, Any]) -> Outcome:
    return order_erasure(actor=actor, county=county)


WITH_DATA = frozenset({State.ACTIVE, State.SUSPENDED, State.LEAVING})
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
        copies=False,
    ),
    "stay": Act(
        _("Stop the leaving"),
        _("Stop the leaving? The county is suspended and can be resumed."),
        frozenset({State.LEAVING}),
        moving_to(State.SUSPENDED),
    ),
    "export": Act(
        _("Export"),
        _("Write the county with its files and keys into one encrypted archive?"),
        WITH_DATA,
        export,
        ExportForm,
        copies=False,
    ),
    "restore": Act(
        _("Restore"),
        _("Put the archive in the county's place? What was done since the archive is lost."),
        WITH_DATA,
        restore,
        RestoreForm,
        copies=False,
    ),
    "rehearse": Act(
        _("Make a rehearsal copy"),
        _("Make a copy of the archived county? It is marked on every page and counts nowhere."),
        WITH_DATA,
        rehearse,
        RehearsalForm,
        copies=False,
    ),
    "remove-copy": Act(
        _("Remove the copy"),
        _("Remove this rehearsal copy with all that was done in it? The county itself stays."),
        WITH_DATA,
        remove,
        copies=True,
    ),
    "ask-erasure": Act(
        _("Ask for its erasure"),
        _("Ask for the erasure of the county? Another operator must confirm it."),
        frozenset({State.LEAVING}),
        ask_to_erase,
        ErasureForm,
    ),
    "confirm-erasure": Act(
        _("Confirm its erasure"),
        _("Erase the county's data, files and keys for ever? This cannot be undone."),
        frozenset({State.LEAVING}),
        confirm_to_erase,
        ConfirmForm,
    ),
}


def perform(name: str, *, actor: Actor, county: County, values: dict[str, Any]) -> Outcome:
    """Do an act with what its form was given. Raises Conflict in a state that does not offer it,
    and what the domain raises."""
    act = ACTS[name]
    if not act.is_for(county):
        refusal = _("This is no rehearsal copy.")
        if county.rehearsal_of:
            refusal = _("This is not done to a rehearsal copy.")
        raise Conflict(str(refusal), code="copy")
    if county.state not in act.states:
        message = _("This cannot be done in the state “%(state)s”.") % {
            "state": county.get_state_display()
        }
        wrong = FieldError("state", "wrong_state", message, county.state, sorted(act.states))
        raise Conflict(message, errors=[wrong])
    return act.do(actor, county, values)


def acts_of(county: County) -> dict[str, Act]:
    """What its present state and kind offer."""
    return {
        name: act for name, act in ACTS.items() if county.state in act.states and act.is_for(county)
    }
