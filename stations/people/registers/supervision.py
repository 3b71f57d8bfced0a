"""Supervision sessions (Z23, Z25, C913b)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.people.domain import end_supervisor, engage_supervisor, record_session
from stations.people.enums import SupervisionKind, SupervisionMode, SupervisionTopic
from stations.people.models import Staff, SupervisionSession, Supervisor
from stations.people.queries.staff import name_recent, recent_workers
from stations.people.registers.common import Coded, EndForm, ends
from stations.people.rules import view_people, write_people, write_supervision
from stations.records.forms import day_field
from stations.records.register import Act, Column, EntryForm, Filter, RecordChoice, Register


class SessionForm(EntryForm):
    """One worker's part in a session."""

    staff = RecordChoice(model=Staff, label=_("Worker"), rows=recent_workers, show=name_recent)
    kind = forms.ChoiceField(label=_("Supervision kind"), choices=SupervisionKind.choices)
    mode = forms.ChoiceField(label=_("Supervision mode"), choices=SupervisionMode.choices)
    held_on = day_field(_("Held on"), initial=today)
    supervisor_name = forms.CharField(label=_("Supervisor"), max_length=60)
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        choices=SupervisionTopic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class SupervisorForm(EntryForm):
    """A supervisor who begins to guide the station."""

    name = forms.CharField(label=_("Supervisor"), max_length=60)
    organisation = forms.CharField(label=_("Organisation"), max_length=120, required=False)
    is_senior = forms.BooleanField(label=_("Senior supervisor"), required=False)
    valid_from = day_field(_("From day"), initial=today)


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
    details=(Coded("topics", choices=SupervisionTopic),),
    form=SessionForm,
    enter=record_session,
    view=view_people(""),
    write=write_supervision(""),
    order=("-held_on", "-id"),
    filters=(Filter("kind"), Filter("mode")),
    icon="users",
    empty=_("Sessions are entered by the supervisor, the head or the county."),
)

SUPERVISORS = Register(
    noun="supervisors",
    app="people",
    model=Supervisor,
    title=_("Supervisors"),
    one=_("Supervisor"),
    columns=(
        Column("name"),
        Column("organisation"),
        Column("is_senior"),
        Column("station.name", _("Guides"), key="guides"),
        Column("valid_from"),
        Column("valid_to"),
    ),
    form=SupervisorForm,
    enter=engage_supervisor,
    acts=(Act("end", _("End the supervision"), EndForm, end_supervisor, when=ends),),
    view=view_people(""),
    write=write_people(""),
    order=("name", "organisation", "id"),
    icon="users",
    empty=_("The head, the agency or the county enters who supervises."),
)
