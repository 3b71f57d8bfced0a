"""What the registers of this app share: who is offered in a form, and how acts are named."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import Rule
from kernel.workdays.clock import today
from stations.casework.domain.basis import why_unserved
from stations.casework.models import Beneficiary, Case, Consent
from stations.casework.queries.work import persons_served
from stations.casework.rules import VISITORS, WRITERS, reads_in_full
from stations.people.models import Staff
from stations.people.queries import own_staff, worker_on
from stations.people.queries.staff import workers_at
from stations.records.forms import longest
from stations.records.places import HUB, at_place
from stations.records.register import EntryForm, RecordChoice

READS_PLANS = (Role.HEAD, Role.WORKER, Role.SUPERVISOR)


def reads_plans(actor: Actor) -> bool:
    """Names and texts of plans and assessments in full."""
    return reads_in_full(actor, *READS_PLANS)


def to_the_file(entry: Any, actor: Actor, station: Any) -> list[tuple[Any, str]]:
    """From a record to the file of its person, for those who may open files."""
    if entry.beneficiary_id is None or not actor.has(Role.BUREAU, *WRITERS):
        return []
    address = reverse("casework:person", args=[station.code, entry.beneficiary.uuid])
    return [(_("Person's file"), address)]


def to_a_link(name: str) -> Callable[[Any, Actor, Any], list[tuple[Any, str]]]:
    """From a record to its person's file and to a resource linked for it (Z14, C84, G3213);
    ``name`` is what the form calls the record."""

    def ways(entry: Any, actor: Actor, station: Any) -> list[tuple[Any, str]]:
        found = to_the_file(entry, actor, station)
        if not actor.has(*VISITORS):
            return found
        address = reverse("community:resource-links-new", args=[station.code])
        query = f"?{name}={entry.uuid}&beneficiary={entry.beneficiary.uuid}"
        return [*found, (_("Link a resource"), f"{address}{query}")]

    return ways


def without_station(do: Callable[..., Any]) -> Callable[..., Any]:
    """A verb that finds the station by the person, as a register enters."""

    def enter(*, actor: Actor, station: Any, **values: Any) -> Any:
        return do(actor=actor, **values)

    return enter


def acting(do: Callable[..., Any], name: str) -> Callable[..., Any]:
    """A verb that calls its record by a name, as a register acts."""

    def act(*, actor: Actor, entry: Any, **values: Any) -> Any:
        return do(actor=actor, **{name: entry}, **values)

    return act


def person_field(**options: Any) -> RecordChoice:
    """A person on file whom the place serves."""
    return RecordChoice(
        model=Beneficiary,
        label=_("Person served"),
        rows=persons_served,
        refusal=why_unserved,
        show=lambda person: person.name,
        **options,
    )


def worker_field(label: Any) -> RecordChoice:
    """A worker of the place, if one is to be named."""
    return RecordChoice(
        model=Staff, label=label, rows=workers_at, show=lambda staff: staff.name, required=False
    )


def offer_oneself(form: EntryForm, name: str) -> None:
    """Whoever fills in the form stands there as the worker, as on the form of a visit."""
    own = worker_on(own_staff(form.actor), today())
    if own is not None:
        form.initial.setdefault(name, own.uuid)


def case_field(**options: Any) -> RecordChoice:
    """An open case of the place."""
    return RecordChoice(
        model=Case,
        label=_("Case"),
        rows=_open_cases,
        show=lambda case: f"{case.beneficiary.name} · {date_format(case.opened_on)}",
        **options,
    )


def consent_field() -> RecordChoice:
    """A consent that stands, of a person of the place."""
    return RecordChoice(
        model=Consent,
        label=_("By the consent"),
        rows=_standing_consents,
        show=lambda consent: f"{consent.beneficiary.name} · {consent.get_kind_display()}",
    )


def text_field(label: Any, *, rows: int = 3, **options: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, max_length=longest("text"), widget=forms.Textarea({"rows": rows}), **options
    )


def at_hub(rule: Rule) -> Rule:
    """The rule for the hub alone: the register is the county's, not a station's."""

    def narrowed(actor: Actor) -> Q | None:
        reached = rule(actor)
        return None if reached is None else reached & Q(level=HUB)

    return narrowed


def _open_cases(actor: Actor, station: Any) -> QuerySet[Case]:
    rows = Case.objects.restrict(actor, "edit").filter(at_place(station))
    return rows.filter(closed_on=None, withdrawn_at=None).select_related("beneficiary")


def _standing_consents(actor: Actor, station: Any) -> QuerySet[Consent]:
    here = at_place(station, "beneficiary__station__")
    rows = Consent.objects.restrict(actor, "edit").filter(here).standing(today())
    return rows.select_related("beneficiary").order_by("beneficiary__name", "id")
