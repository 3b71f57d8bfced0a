"""Teams of volunteers (C716)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.people.domain import (
    disband_team,
    found_team,
    join_team,
    leave_team,
    take_back_leaving,
)
from stations.people.models import Volunteer, VolunteerTeam, VolunteerTeamMember
from stations.people.queries.departure import present
from stations.people.registers.common import (
    EndForm,
    LeaveForm,
    TakeBackForm,
    ends,
    opens_volunteers,
)
from stations.people.rules import view_volunteers, write_volunteers
from stations.records.forms import day_field
from stations.records.places import at_place
from stations.records.register import Act, Column, EntryForm, Inner, RecordChoice, Register


class TeamForm(EntryForm):
    """A team that begins."""

    name = forms.CharField(label=_("Name of the team"), max_length=120)
    field = forms.CharField(label=_("Field of service"), max_length=120, required=False)
    valid_from = day_field(_("From day"), initial=today)


class JoinForm(EntryForm):
    """A volunteer who joins."""

    volunteer = RecordChoice(
        model=Volunteer,
        label=_("Volunteer"),
        rows=lambda actor, station: (
            present(Volunteer.objects.restrict(actor, "view"))
            .filter(at_place(station), withdrawn_at=None)
            .order_by("name", "id")
        ),
        show=lambda volunteer: volunteer.name,
    )
    valid_from = day_field(_("From day"), initial=today)
    leads = forms.BooleanField(label=_("Leads the team"), required=False)


def member_choice(show: Callable[[Any], str], **state: Any) -> RecordChoice:
    """A place in a team, in the state given."""
    return RecordChoice(
        model=VolunteerTeamMember,
        label=_("Member"),
        rows=lambda actor, station: (
            VolunteerTeamMember.objects.restrict(actor, "edit")
            .filter(withdrawn_at=None, **state)
            .select_related("volunteer")
        ),
        show=show,
    )


class OfTeam(EntryForm):
    """Asks for one of this team's places."""

    field_order = ("member",)

    def prepare(self) -> None:
        field: Any = self.fields["member"]
        field.queryset = field.queryset.filter(team=self.entry)


class LeaveTeamForm(OfTeam, LeaveForm):
    """A member who leaves."""

    member = member_choice(lambda member: member.volunteer.name, valid_to=None)


class StayForm(OfTeam, TakeBackForm):
    """A member who has not left after all."""

    member = member_choice(
        lambda member: f"{member.volunteer.name} · {date_format(member.valid_to)}",
        valid_to__isnull=False,
    )


def stay_in_team(*, actor: Actor, entry: VolunteerTeam, **values: Any) -> VolunteerTeamMember:
    return take_back_leaving(actor=actor, **values)


def leave_of_team(*, actor: Actor, entry: VolunteerTeam, **values: Any) -> VolunteerTeamMember:
    return leave_team(actor=actor, **values)


def members_of(entry: VolunteerTeam, actor: Actor) -> Any:
    rows = entry.members.filter(valid_to=None, withdrawn_at=None).select_related("volunteer")
    return rows.order_by("-valid_from", "-id")


def former_members_of(entry: VolunteerTeam, actor: Actor) -> Any:
    rows = entry.members.filter(valid_to__isnull=False, withdrawn_at=None)
    return rows.select_related("volunteer").order_by("-valid_to", "-id")


MEMBER_COLUMNS = (
    Column("volunteer.name", _("Volunteer"), personal=True, key="volunteer"),
    Column("leads"),
    Column("valid_from"),
    Column("valid_to"),
)


TEAMS = Register(
    noun="volunteer-teams",
    app="people",
    model=VolunteerTeam,
    title=_("Volunteer teams"),
    one=_("Volunteer team"),
    columns=(Column("name"), Column("field"), Column("valid_from"), Column("valid_to")),
    form=TeamForm,
    enter=found_team,
    acts=(
        Act("join", _("A volunteer joins"), JoinForm, join_team, when=ends),
        Act("leave", _("A member leaves"), LeaveTeamForm, leave_of_team, when=ends),
        Act("stay", _("Take a member's leaving back"), StayForm, stay_in_team, when=ends),
        Act("end", _("End the team"), EndForm, disband_team, when=ends),
    ),
    inner=(
        Inner(
            "members",
            _("Members"),
            VolunteerTeamMember,
            members_of,
            MEMBER_COLUMNS,
        ),
        Inner(
            "former_members",
            _("Former members"),
            VolunteerTeamMember,
            former_members_of,
            (*MEMBER_COLUMNS, Column("left_reason")),
        ),
    ),
    view=view_volunteers(""),
    write=write_volunteers(""),
    opens=opens_volunteers,
    order=("name", "id"),
    icon="users",
    empty=_("The station head or a worker enters teams."),
)
