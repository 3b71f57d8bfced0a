"""Trainings, and who attended them (M37-M40, C913a)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.people.domain import record_attendances, record_headcount, record_training
from stations.people.enums import (
    OtherAudience,
    TrainingAudience,
    TrainingGrade,
    TrainingKind,
    TrainingTopic,
)
from stations.people.forms import hours_field
from stations.people.models import Staff, Training, TrainingAttendance, TrainingHeadcount
from stations.people.queries.staff import name_recent, recent_workers
from stations.people.registers.common import at_path, stands
from stations.people.rules import view_people, write_trainings
from stations.records.forms import day_field
from stations.records.register import Act, Column, EntryForm, Filter, Inner, Register


class TrainingForm(EntryForm):
    """A training that was held."""

    title = forms.CharField(label=_("Title of the training"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of training"), choices=TrainingKind.choices)
    grade = forms.ChoiceField(label=_("Grade of training"), choices=TrainingGrade.choices)
    audience = forms.ChoiceField(label=_("Audience"), choices=TrainingAudience.choices)
    topic = forms.ChoiceField(label=_("Subject of the training"), choices=TrainingTopic.choices)
    held_on = day_field(_("Held on"), initial=today)
    hours = hours_field(_("Class hours"))
    place = forms.CharField(label=_("Place of the training"), max_length=120, required=False)
    trainer = forms.CharField(label=_("Trainer"), max_length=120, required=False)


class RecentWorkers(forms.ModelMultipleChoiceField):
    """Several of `recent_workers`."""

    def label_from_instance(self, obj: Staff) -> str:
        return name_recent(obj)


class AttendForm(EntryForm):
    """Workers who attended, one or several."""

    staff = RecentWorkers(
        Staff.objects.none(), label=_("Workers who attended"), to_field_name="uuid"
    )
    hours = hours_field(
        _("Hours attended"), required=False, help_text=_("Left empty: all hours of the training.")
    )
    certificate_number = forms.CharField(
        label=_("Number of the training certificate"), max_length=60, required=False
    )

    def prepare(self) -> None:
        """Those who work or worked lately at the place and are not on the list yet."""
        named = self.entry.attendances.filter(withdrawn_at=None).values("staff_id")
        field: Any = self.fields["staff"]
        field.queryset = recent_workers(self.actor, self.station).exclude(pk__in=named)


class HeadcountForm(EntryForm):
    """How many others attended."""

    audience = forms.ChoiceField(label=_("Who attended"), choices=OtherAudience.choices)
    persons = forms.IntegerField(label=_("Persons attending"), min_value=1, max_value=10000)


TRAININGS = Register(
    noun="trainings",
    app="people",
    model=Training,
    title=_("Trainings"),
    one=_("Training"),
    columns=(
        Column("held_on"),
        Column("title"),
        Column("kind"),
        Column("grade"),
        Column("audience"),
        Column("topic"),
        Column("hours"),
    ),
    details=(Column("place"), Column("trainer")),
    form=TrainingForm,
    enter=record_training,
    acts=(
        Act("attend", _("Enter who attended"), AttendForm, record_attendances, when=stands),
        Act("count", _("Count others who attended"), HeadcountForm, record_headcount, when=stands),
    ),
    inner=(
        Inner(
            "attendances",
            _("Workers who attended"),
            TrainingAttendance,
            lambda row, _actor: row.attendances.filter(withdrawn_at=None).select_related("staff"),
            (
                Column("staff.name", _("Worker"), key="staff"),
                Column("hours"),
                Column("certificate_number"),
            ),
        ),
        Inner(
            "others",
            _("Others who attended"),
            TrainingHeadcount,
            lambda row, _actor: row.headcounts.filter(withdrawn_at=None),
            (Column("audience"), Column("persons")),
        ),
    ),
    view=view_people(""),
    write=write_trainings(""),
    order=("-held_on", "-id"),
    filters=(Filter("kind"), Filter("grade"), Filter("audience"), Filter("topic")),
    icon="clipboard-list",
    empty=_("The head, the agency, the supervisor or the county enters trainings."),
)

ATTENDANCES = Register(
    noun="training-attendances",
    app="people",
    model=TrainingAttendance,
    title=_("Attendances at trainings"),
    one=_("Attendance at a training"),
    columns=(
        Column("training.held_on", key="held_on"),
        Column("staff.name", _("Worker"), key="staff"),
        Column("training.title", key="title"),
        Column("hours"),
        Column("certificate_number"),
    ),
    view=view_people(""),
    write=write_trainings(""),
    here=at_path("training__station__"),
    order=("-training__held_on", "-id"),
    icon="clipboard-list",
    empty=_("Who attended is entered on the training's page."),
)

HEADCOUNTS = Register(
    noun="training-headcounts",
    app="people",
    model=TrainingHeadcount,
    title=_("Others at trainings"),
    one=_("Others at a training"),
    columns=(
        Column("training.held_on", key="held_on"),
        Column("training.title", key="title"),
        Column("audience"),
        Column("persons"),
    ),
    view=view_people(""),
    write=write_trainings(""),
    here=at_path("training__station__"),
    order=("-training__held_on", "-id"),
    filters=(Filter("audience"),),
    icon="clipboard-list",
    empty=_("Who attended is entered on the training's page."),
)
