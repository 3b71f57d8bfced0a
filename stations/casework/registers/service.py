"""Services given, by clause (G312, G3211-G3253, M35)."""

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.casework.care_enums import ServiceKind
from stations.casework.catalogue import codes_of, service_choices, service_fields
from stations.casework.domain import record_service
from stations.casework.models import ServiceRecord
from stations.casework.queries.work import sees_names
from stations.casework.registers.parts import person_field, text_field, to_the_file, worker_field
from stations.casework.rules import view_work, write_work
from stations.casework.standards import kinds_for
from stations.records.forms import day_field
from stations.records.models import covering
from stations.records.register import Column, EntryForm, Filter, Register


class ServiceForm(EntryForm):
    """A service to a person on file, or to so many people."""

    service = forms.ChoiceField(label=_("Service"), choices=service_choices)
    kind = forms.ChoiceField(label=_("Type of service"), choices=ServiceKind.choices)
    served_on = day_field(_("Served on"), initial=today)
    persons_count = forms.IntegerField(label=_("Number of persons"), min_value=1, initial=1)
    beneficiary = person_field(required=False)
    staff = worker_field(_("Given by the worker"))
    note = text_field(_("Service note"), required=False)


def hint_of(record: ServiceRecord) -> str:
    """Said where the person has none of the kinds whom a service is for; no refusal (C61-C68)."""
    person, kinds = record.beneficiary, kinds_for(record.service)
    if person is None or not kinds:
        return ""
    held = person.categories.filter(covering(record.served_on), withdrawn_at=None)
    if held.filter(category__in=kinds).exists():
        return ""
    return _now("The person has none of the kinds whom this service is for: %(kinds)s.") % {
        "kinds": "、".join(str(kind.label) for kind in kinds)
    }


SERVICES = Register(
    noun="services",
    app="casework",
    model=ServiceRecord,
    title=_("Services given"),
    one=_("Service given"),
    columns=(
        Column("served_on"),
        Column("service"),
        Column("kind"),
        Column("persons_count"),
        Column("beneficiary.name", _("Person served"), personal=True, key="beneficiary"),
        Column("staff.name", _("Given by the worker"), key="staff"),
    ),
    details=(
        Column("note", personal=True),
        Column("for_others", _("Hint"), personal=True, read=hint_of),
    ),
    form=ServiceForm,
    enter=record_service,
    ways=to_the_file,
    view=view_work(""),
    write=write_work(""),
    opens=sees_names,
    order=("-served_on", "-id"),
    filters=(
        Filter(
            "field",
            _("Field of service"),
            choices=lambda: [(code, str(name)) for code, name in service_fields().items()],
            narrow=lambda rows, field: rows.filter(service__in=codes_of(field)),
        ),
        Filter("kind"),
    ),
    icon="list-check",
    empty=_("What the station does under each clause is entered here."),
)
