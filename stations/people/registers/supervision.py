"""Supervision sessions (Z23, Z25, C913b)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.people.domain import record_session
from stations.people.enums import SupervisionKind, SupervisionMode
from stations.people.models import Staff, SupervisionSession
from stations.people.queries.staff import workers_at
from stations.people.rules import view_people, write_supervision
from stations.records.forms import day_field
from stations.records.register import Column, EntryForm, Filter, RecordChoice, Register


class SessionForm(EntryForm):
    """One worker's part in a session."""

    staff = RecordChoice(
        model=Staff, label=_("Worker"), rows=workers_at, show=lambda worker: worker.name
    )
    kind = forms.ChoiceField(label=_("Supervision kind"), choices=SupervisionKind.choices)
    mode = forms.ChoiceField(label=_("Supervision mode"), choices=SupervisionMode.choices)
    held_on = day_field(_("Held on"), initial=today)
    supervisor_name = forms.CharField(label=_("Supervisor"), max_length=60)


SUPERVISIONS = Register(
    noun="supervisions",
    app="people",
    model=SupervisionSession,
    title=_("Supervision sessions"),
    one=_("Supervision session"),
    columns=(
        Column("held_on"),
        Column("staff.name", _("Worker"), key="staff"),
        Column("kind"),
        Column("mode"),
        Column("supervisor_name"),
    ),
    form=SessionForm,
    enter=record_session,
    view=view_people(""),
    write=write_supervision(""),
    order=("-held_on", "-id"),
    filters=(Filter("kind"), Filter("mode")),
    icon="users",
    empty=_("Sessions are entered by the supervisor, the head or the county."),
)
