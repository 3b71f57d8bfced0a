"""What workers and volunteers ask about their own data (PIPL, articles 44 to 50)."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.custody_enums import RequestKind
from stations.casework.domain import receive_team_request
from stations.casework.domain.erase_team import holds_of_member, keeping_of
from stations.casework.models import TeamRequest
from stations.casework.queries.request import ever_worked_at
from stations.casework.registers.request import ACTS, DETAILS, FILTERS, to_hand_out, waits
from stations.casework.rules import view_requests, write_requests
from stations.people.models import Staff, Volunteer
from stations.records.forms import FreeText, day_field
from stations.records.places import at_place
from stations.records.register import Column, EntryForm, RecordChoice, Register


def volunteers(actor: Actor, station: Any) -> QuerySet[Volunteer]:
    rows = Volunteer.objects.restrict(actor, "edit").filter(at_place(station))
    return rows.filter(withdrawn_at=None)


class TeamRequestForm(EntryForm):
    """A request as it came: of a worker or of a volunteer."""

    staff = RecordChoice(model=Staff, label=_("Worker"), rows=ever_worked_at, required=False)
    volunteer = RecordChoice(
        model=Volunteer,
        label=_("Volunteer"),
        rows=volunteers,
        show=lambda one: one.name,
        required=False,
    )
    kind = forms.ChoiceField(label=_("Kind of request"), choices=RequestKind.choices)
    asked_on = day_field(_("Asked on"), initial=today)
    details = FreeText(label=_("What is asked for"), required=False)


def with_subjects(rows: QuerySet) -> QuerySet:
    return rows.select_related("staff", "volunteer")


def role_of(request: TeamRequest) -> str:
    return str(_("Worker") if request.staff_id else _("Volunteer"))


def what_stays(request: TeamRequest) -> str:
    """Of an erasure: what the law makes the station keep."""
    is_erasure = request.kind == RequestKind.ERASE
    return str(keeping_of(request.subject)["stays"]) if is_erasure else ""


def what_holds(request: TeamRequest) -> str:
    """Of an erasure that waits: why it cannot be granted now, before anybody tries."""
    if request.kind != RequestKind.ERASE or not waits(request):
        return ""
    return " ".join(str(hold.text) for hold in holds_of_member(request.subject))


TEAM_REQUESTS = Register(
    noun="team-requests",
    app="casework",
    model=TeamRequest,
    title=_("Requests of workers and volunteers"),
    one=_("Request of a worker or volunteer"),
    columns=(
        Column("asked_on"),
        Column("person", _("Who asks"), read=lambda row: row.subject.name),
        Column("role", _("As"), read=role_of),
        Column("kind"),
        Column("due_on"),
        Column("state"),
    ),
    details=(
        *DETAILS,
        Column("holds", _("What stands against erasing"), read=what_holds),
        Column("stays", _("What stays after erasing"), read=what_stays),
    ),
    form=TeamRequestForm,
    enter=receive_team_request,
    acts=ACTS,
    view=view_requests(""),
    write=write_requests(""),
    order=("-asked_on", "-id"),
    filters=FILTERS,
    extend=with_subjects,
    ways=lambda row, actor, station: to_hand_out(row, station),
    icon="shield-check",
)
