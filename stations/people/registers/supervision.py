"""Supervision sessions (Z23, Z25, C913b)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.people.domain import end_supervisor, engage_supervisor, record_session
from stations.people.domain.supervision import MODES
from stations.people.enums import (
    SupervisionKind,
    SupervisionMode,
    SupervisionSite,
    SupervisionTopic,
)
from stations.people.models import Staff, SupervisionSession, Supervisor
from stations.people.queries.staff import name_recent, recent_workers
from stations.people.queries.supervision import (
    guided_by,
    held_at_site,
    possible_supervisors,
    site_of,
    supervisors_at,
)
from stations.people.registers.common import Coded, EndForm, ends
from stations.people.rules import view_people, write_people, write_supervision
from stations.records.forms import day_field
from stations.records.register import (
    Act,
    Column,
    EntryForm,
    Filter,
    Inner,
    RecordChoice,
    Register,
)


class SessionForm(EntryForm):
    """One worker's part in a session."""

    staff = RecordChoice(model=Staff, label=_("Worker"), rows=recent_workers, show=name_recent)
    kind = forms.ChoiceField(label=_("Supervision kind"), choices=SupervisionKind.choices)
    mode = forms.ChoiceField(
        label=_("Supervision mode"),
        choices=[(mode, SupervisionMode(mode).label) for mode in MODES],
    )
    site = forms.ChoiceField(label=_("Supervision site"), choices=SupervisionSite.choices)
    held_on = day_field(_("Held on"), initial=today)
    supervisor = RecordChoice(
        model=Supervisor,
        label=_("Supervisor of the station"),
        rows=supervisors_at,
        show=lambda row: f"{row.name} {row.organisation}".strip(),
        required=False,
    )
    supervisor_name = forms.CharField(
        label=_("Name of the supervisor"),
        max_length=60,
        required=False,
        help_text=_("Only for one who is not among those of the station."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"),
        choices=SupervisionTopic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class SupervisorForm(EntryForm):
    """A supervisor who begins to guide the station."""

    staff = RecordChoice(
        model=Staff,
        label=_("Worker of the network"),
        rows=possible_supervisors,
        show=lambda worker: worker.name,
        required=False,
    )
    name = forms.CharField(
        label=_("Name of the supervisor"),
        max_length=60,
        required=False,
        help_text=_("Only for somebody from outside the network."),
    )
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
        Coded("site", read=site_of, label=_("Supervision site"), choices=SupervisionSite),
        Column("supervisor_name"),
    ),
    details=(Coded("topics", choices=SupervisionTopic),),
    form=SessionForm,
    enter=record_session,
    view=view_people(""),
    write=write_supervision(""),
    order=("-held_on", "-id"),
    filters=(
        Filter("kind"),
        Filter("mode"),
        Filter("site", narrow=held_at_site),
    ),
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
        Column(
            "on_file", _("Worker of the network"), read=lambda row: bool(row.staff_id), kind=bool
        ),
        Column("is_senior"),
        Column("station.name", _("Guides"), key="guides"),
        Column("valid_from"),
        Column("valid_to"),
    ),
    form=SupervisorForm,
    enter=engage_supervisor,
    acts=(Act("end", _("End the supervision"), EndForm, end_supervisor, when=ends),),
    inner=(
        Inner(
            "stations",
            _("Stations of this supervisor"),
            Supervisor,
            guided_by,
            (
                Column("station.name", _("Guides"), key="station"),
                Column("valid_from"),
                Column("valid_to"),
            ),
        ),
    ),
    view=view_people(""),
    write=write_people(""),
    order=("name", "organisation", "id"),
    icon="users",
    empty=_("The head, the agency or the county enters who supervises."),
)
