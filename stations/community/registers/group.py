"""Groups and networks of support (C712, C723, Z12, G3216, G3224)."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.domain.basis import why_unserved
from stations.casework.models import Beneficiary
from stations.casework.queries.work import persons_served, sees_names
from stations.casework.rules import write_work
from stations.community.domain import (
    begin_group,
    drop_meeting,
    end_group,
    hold_meeting,
    join_group,
    leave_group,
)
from stations.community.enums import Audience, GroupKind
from stations.community.models import Group, GroupMeeting, GroupMember
from stations.community.rules import view_community
from stations.people.models import Staff, Volunteer
from stations.people.queries.departure import present
from stations.people.queries.staff import workers_at
from stations.records.forms import NONE, day_field
from stations.records.places import at_place
from stations.records.register import (
    Act,
    Column,
    EntryForm,
    Filter,
    Inner,
    RecordChoice,
    Register,
)


class GroupForm(EntryForm):
    """A group that begins, or a network that is taken up."""

    kind = forms.ChoiceField(label=_("Kind of group"), choices=GroupKind.choices)
    title = forms.CharField(label=_("Name of the group"), max_length=120)
    purpose = forms.CharField(
        label=_("Problem in common, or purpose"),
        max_length=400,
        widget=forms.Textarea({"rows": 2}),
    )
    valid_from = day_field(_("From day"), initial=today)
    audience = forms.ChoiceField(
        label=_("Whom it is for"), choices=[NONE, *Audience.choices], required=False
    )
    is_new = forms.BooleanField(
        label=_("Built anew"),
        required=False,
        initial=True,
        help_text=_("Not for a network that was there already."),
    )
    staff = RecordChoice(
        model=Staff,
        label=_("Led by the worker"),
        rows=workers_at,
        show=lambda staff: staff.name,
        required=False,
    )


class JoinGroupForm(EntryForm):
    """One of three: a person on file, a volunteer, a name."""

    beneficiary = RecordChoice(
        model=Beneficiary,
        label=_("Person served"),
        rows=persons_served,
        refusal=why_unserved,
        show=lambda person: person.name,
        required=False,
    )
    volunteer = RecordChoice(
        model=Volunteer,
        label=_("Volunteer"),
        rows=lambda actor, station: (
            present(Volunteer.objects.restrict(actor, "view"))
            .filter(at_place(station), withdrawn_at=None)
            .order_by("name", "id")
        ),
        show=lambda volunteer: volunteer.name,
        required=False,
    )
    name = forms.CharField(
        label=_("Name of the member"),
        max_length=60,
        required=False,
        help_text=_("For a carer or neighbour without a file."),
    )
    valid_from = day_field(_("From day"), initial=today)


class LeaveGroupForm(EntryForm):
    """Who leaves."""

    member = RecordChoice(
        model=GroupMember,
        label=_("Member of the group"),
        rows=lambda actor, station: (
            GroupMember.objects.restrict(actor, "edit")
            .filter(valid_to=None, withdrawn_at=None)
            .select_related("beneficiary", "volunteer")
        ),
        show=lambda member: member.full_name,
    )
    on = day_field(_("First day without"), initial=today)

    def prepare(self) -> None:
        """The members of this group only."""
        field: Any = self.fields["member"]
        field.queryset = field.queryset.filter(group=self.entry)


class MeetingForm(EntryForm):
    """A session or meeting that took place."""

    held_on = day_field(_("Held on"), initial=today)
    topic = forms.CharField(label=_("Topic of the session"), max_length=120)
    attendance = forms.IntegerField(label=_("Person-times"), min_value=1)


class DropMeetingForm(EntryForm):
    """Which session was entered wrongly, and why."""

    meeting = RecordChoice(
        model=GroupMeeting,
        label=_("Session"),
        rows=lambda actor, station: GroupMeeting.objects.restrict(actor, "edit").filter(
            withdrawn_at=None
        ),
        show=lambda meeting: f"{date_format(meeting.held_on)} {meeting.topic}",
    )
    reason = forms.CharField(label=_("Reason of withdrawal"), max_length=200)

    def prepare(self) -> None:
        """The sessions of this group only."""
        field: Any = self.fields["meeting"]
        field.queryset = field.queryset.filter(group=self.entry)


class EndGroupForm(EntryForm):
    """The first day without."""

    on = day_field(_("First day without"), initial=today)


def leave(*, actor: Actor, entry: Group, **values: Any) -> GroupMember:
    return leave_group(actor=actor, **values)


def drop(*, actor: Actor, entry: Group, **values: Any) -> GroupMeeting:
    return drop_meeting(actor=actor, **values)


def runs(group: Group) -> bool:
    return group.valid_to is None and group.withdrawn_at is None


def stands(group: Group) -> bool:
    return group.withdrawn_at is None


def members_of(entry: Group, actor: Actor) -> Any:
    """Those whom the reader may know of."""
    rows = entry.members.filter(withdrawn_at=None).restrict(actor, "view")  # type: ignore[attr-defined]
    return rows.select_related("beneficiary", "volunteer").order_by("valid_from", "id")


def meetings_of(entry: Group, actor: Actor) -> Any:
    return entry.meetings.filter(withdrawn_at=None).order_by("-held_on", "-id")


GROUPS = Register(
    noun="groups",
    app="community",
    model=Group,
    title=_("Groups and networks of support"),
    one=_("Group or network of support"),
    columns=(
        Column("title"),
        Column("kind"),
        Column("audience"),
        Column("valid_from"),
        Column("valid_to"),
    ),
    details=(
        Column("purpose"),
        Column("is_new"),
        Column("staff.name", _("Led by the worker"), key="staff"),
    ),
    form=GroupForm,
    enter=begin_group,
    acts=(
        Act("meet", _("Enter a session"), MeetingForm, hold_meeting, when=stands),
        Act("join", _("Somebody joins"), JoinGroupForm, join_group, when=runs),
        Act("leave", _("Somebody leaves"), LeaveGroupForm, leave, when=runs),
        Act("drop-session", _("Withdraw a session"), DropMeetingForm, drop, when=stands),
        Act("end", _("End the group"), EndGroupForm, end_group, when=runs),
    ),
    inner=(
        Inner(
            "sessions",
            _("Sessions and meetings"),
            GroupMeeting,
            meetings_of,
            (Column("held_on"), Column("topic"), Column("attendance")),
        ),
        Inner(
            "members",
            _("Members of the group"),
            GroupMember,
            members_of,
            (
                Column("full_name", _("Full name"), personal=True, key="name"),
                Column("valid_from"),
                Column("valid_to"),
            ),
        ),
    ),
    view=view_community(""),
    write=write_work(""),
    opens=sees_names,
    order=("-valid_from", "-id"),
    filters=(Filter("kind"), Filter("audience")),
    icon="users",
    empty=_("The station and its rooms enter the groups they lead or support."),
)
