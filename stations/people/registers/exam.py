"""Registrations for the national exam, and interns (M24, M41)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.people.domain import (
    begin_internship,
    end_internship,
    record_result,
    register_exam,
)
from stations.people.enums import ExamResult, InternKind
from stations.people.models import ExamRegistration, Internship, Staff
from stations.people.models.exam import EXAM_LEVELS
from stations.people.queries.staff import name_recent, recent_workers, workers_at
from stations.people.registers.common import EndForm, ends
from stations.people.rules import keeps_staff, view_people, write_people
from stations.records.forms import day_field
from stations.records.register import Act, Column, EntryForm, Filter, RecordChoice, Register


class ExamForm(EntryForm):
    """A worker registered for the exam; the year is that of the day."""

    staff = RecordChoice(model=Staff, label=_("Worker"), rows=recent_workers, show=name_recent)
    level = forms.ChoiceField(label=_("Level of the exam"), choices=EXAM_LEVELS)
    registered_on = day_field(_("Registered for the exam on"), initial=today)


class ResultForm(EntryForm):
    """What came of it."""

    result = forms.ChoiceField(
        label=_("Result of the exam"),
        choices=[choice for choice in ExamResult.choices if choice[0] != ExamResult.WAITING],
    )
    result_on = day_field(_("Result announced on"), initial=today)


class InternForm(EntryForm):
    """A student who begins."""

    student_name = forms.CharField(label=_("Name of the student"), max_length=60)
    school = forms.CharField(label=_("School"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of intern"), choices=InternKind.choices)
    mentor = RecordChoice(
        model=Staff, label=_("Mentor"), rows=workers_at, show=lambda worker: worker.name
    )
    valid_from = day_field(_("From day"), initial=today)


EXAMS = Register(
    noun="exams",
    app="people",
    model=ExamRegistration,
    title=_("Registrations for the exam"),
    one=_("Registration for the exam"),
    columns=(
        Column("year"),
        Column("staff.name", _("Worker"), key="staff"),
        Column("level"),
        Column("registered_on"),
        Column("result"),
    ),
    details=(Column("result_on"),),
    form=ExamForm,
    enter=register_exam,
    acts=(
        Act(
            "result",
            _("Enter the result"),
            ResultForm,
            record_result,
            when=lambda entry: entry.result == ExamResult.WAITING and entry.withdrawn_at is None,
        ),
    ),
    view=view_people(""),
    write=write_people(""),
    order=("-year", "-registered_on", "-id"),
    filters=(Filter("level"), Filter("result")),
    icon="clipboard-list",
    empty=_("The head, the agency or the county registers workers for the exam."),
)

INTERNSHIPS = Register(
    noun="internships",
    app="people",
    model=Internship,
    title=_("Interns"),
    one=_("Intern"),
    columns=(
        Column("valid_from"),
        Column("student_name", personal=True),
        Column("school"),
        Column("kind"),
        Column("mentor.name", _("Mentor"), key="mentor"),
        Column("valid_to"),
    ),
    form=InternForm,
    enter=begin_internship,
    acts=(Act("end", _("End the internship"), EndForm, end_internship, when=ends),),
    view=view_people(""),
    write=write_people(""),
    opens=keeps_staff,
    order=("-valid_from", "-id"),
    filters=(Filter("kind"),),
    icon="clipboard-list",
    empty=_("The head, the agency or the county enters interns."),
)
