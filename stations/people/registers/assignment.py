"""Where workers work, and who heads a place (G22, G23)."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.people.domain import (
    appoint_head,
    divide_tasks,
    end_assignment,
    end_headship,
)
from stations.people.enums import Appointer, TaskKind
from stations.people.models import Assignment, HeadAppointment, Staff
from stations.people.queries.head import with_certificate
from stations.people.queries.staff import workers_at
from stations.people.registers.common import Coded, EndForm, ends
from stations.people.rules import view_people, write_head, write_people
from stations.records.forms import day_field
from stations.records.register import Act, Column, EntryForm, Filter, RecordChoice, Register


class HeadForm(EntryForm):
    """A worker of the place who is named its head."""

    staff = RecordChoice(
        model=Staff, label=_("Worker"), rows=workers_at, show=lambda worker: worker.name
    )
    appointed_by = forms.ChoiceField(label=_("Appointed by"), choices=Appointer.choices)
    valid_from = day_field(_("From day"), initial=today)


class TasksForm(EntryForm):
    """Which of the five tasks fall to the worker here; each may fall to several."""

    tasks = forms.MultipleChoiceField(
        label=_("Tasks of the post"),
        choices=TaskKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self) -> None:
        self.initial = {"tasks": self.entry.tasks} | dict(self.initial)


def tasks_of_assignment(*, actor: Actor, entry: Assignment, **values: Any) -> Assignment:
    return divide_tasks(actor=actor, assignment=entry, **values)


def with_task(rows: QuerySet, task: str) -> QuerySet:
    return rows.filter(tasks__contains=[task])


def end_of_assignment(*, actor: Actor, entry: Assignment, **values: Any) -> Assignment:
    return end_assignment(actor=actor, assignment=entry, **values)


def end_of_headship(*, actor: Actor, entry: HeadAppointment, **values: Any) -> HeadAppointment:
    return end_headship(actor=actor, appointment=entry, **values)


ASSIGNMENTS = Register(
    noun="assignments",
    app="people",
    model=Assignment,
    title=_("Work assignments"),
    one=_("Work assignment"),
    columns=(
        Column("staff.name", _("Worker"), key="staff"),
        Column("station.name", _("Place of work"), key="place"),
        Column("post"),
        Coded("tasks", choices=TaskKind),
        Column("full_time"),
        Column("share"),
        Column("valid_from"),
        Column("valid_to"),
    ),
    acts=(
        Act("tasks", _("Divide the tasks"), TasksForm, tasks_of_assignment, when=ends),
        Act("end", _("End the assignment"), EndForm, end_of_assignment, when=ends),
    ),
    view=view_people(""),
    write=write_people(""),
    order=("staff__name", "-valid_from", "-id"),
    filters=(
        Filter("post"),
        Filter("task", _("Tasks of the post"), choices=lambda: TaskKind.choices, narrow=with_task),
    ),
    icon="users",
    empty=_("An assignment is entered on the worker's own page."),
)

HEADS = Register(
    noun="heads",
    app="people",
    model=HeadAppointment,
    title=_("Headships"),
    one=_("Headship"),
    columns=(
        Column("staff.name", _("Worker"), key="staff"),
        Column("station.name", _("Place of work"), key="place"),
        Column("appointed_by"),
        Column(
            "has_certificate",
            _("Holds a national certificate"),
            read=lambda row: row.has_certificate,
            kind=bool,
        ),
        Column("valid_from"),
        Column("valid_to"),
    ),
    extend=lambda rows: with_certificate(rows, today()),
    form=HeadForm,
    enter=appoint_head,
    acts=(Act("end", _("End the headship"), EndForm, end_of_headship, when=ends),),
    view=view_people(""),
    write=write_head(""),
    order=("-valid_from", "-id"),
    icon="user",
    empty=_("The agency or the county names the head."),
)
