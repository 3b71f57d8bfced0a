"""What the registers about people share: who reads names, and where a person's records lie."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.workdays.clock import today
from stations.people.enums import LeaveReason
from stations.people.models import Assignment
from stations.records.forms import day_field
from stations.records.models import covering
from stations.records.places import HUB, at_place
from stations.records.reasons import REASON_LENGTH
from stations.records.register import Column, EntryForm
from stations.records.register.column import say

VOLUNTEER_KEEPERS = (Role.BUREAU, Role.HUB_STAFF, Role.HEAD, Role.WORKER)


@dataclass(frozen=True)
class Coded(Column):
    """One or several codes: the API gives them as they are, a page says their labels."""

    choices: type[TextChoices] = TextChoices

    def show(self, record: Any, opens: bool) -> str:
        found = self.value(record, opens)
        codes = found if isinstance(found, list) else [found] if found else []
        return say([str(self.choices(code).label) for code in codes])


class EndForm(EntryForm):
    """The first day on which it no longer holds."""

    on = day_field(_("First day without"), initial=today)


class LeaveForm(EndForm):
    """Since when a volunteer is away, and why."""

    reason = forms.ChoiceField(
        label=_("Reason of the leaving"),
        choices=[choice for choice in LeaveReason.choices if choice[0] != LeaveReason.TEAM_ENDED],
    )


class TakeBackForm(EntryForm):
    """Why a leaving was entered by mistake."""

    reason = forms.CharField(
        label=_("Why it was a mistake"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 3}),
    )


def opens_volunteers(actor: Actor) -> bool:
    """Those who keep the list of volunteers."""
    return actor.is_system or actor.has(*VOLUNTEER_KEEPERS)


def of_workers(key: str) -> Any:
    """Records of those who work at a place today; ``key`` is the column of the person's id.

    At the hub those of the whole county, as far as the reader reaches.
    """

    def here(station: Any) -> Q:
        places = Assignment.objects.filter(covering(today()), of_place(station), withdrawn_at=None)
        return Q(**{f"{key}__in": places.values("staff_id")})

    return here


def of_ever(key: str) -> Any:
    """The same of those who work at a place or have worked there: what is theirs stays legible."""

    def here(station: Any) -> Q:
        places = Assignment.objects.filter(of_place(station), withdrawn_at=None)
        return Q(**{f"{key}__in": places.values("staff_id")})

    return here


def of_place(station: Any) -> Q:
    """Assignments at a place and below it; at the hub all of the county."""
    return Q() if station.level == HUB else at_place(station)


# Who works at a place or has worked there: a former worker's page stays.
ever_worked = of_ever("pk")


def at_path(prefix: str) -> Any:
    """Records whose station lies behind another record."""
    return lambda station: at_place(station, prefix)


def ends(entry: Any) -> bool:
    """A span that runs and stands may be ended."""
    return entry.valid_to is None and entry.withdrawn_at is None


def stands(entry: Any) -> bool:
    return entry.withdrawn_at is None


def notes(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=1000, widget=forms.Textarea({"rows": 3})
    )
