"""Services given, by clause (G312, G3211-G3253, M35)."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.casework.care_enums import ServiceKind
from stations.casework.catalogue import codes_of, service_choices, service_fields
from stations.casework.domain import record_service
from stations.casework.models import BeneficiaryCategory, ServiceRecord
from stations.casework.queries.work import sees_names
from stations.casework.registers.parts import (
    offer_oneself,
    person_field,
    text_field,
    to_the_file,
    worker_field,
)
from stations.casework.rules import view_work, write_work
from stations.casework.standards import Target, target_of, targets
from stations.network.enums import InstitutionKind
from stations.network.queries.venue import institution_of
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

    def prepare(self) -> None:
        """In an institution: whom its services are for (C61, C64)."""
        offer_oneself(self, "staff")
        kind = institution_of(self.station)
        meant = [target for target in targets() if kind and target.institution == kind]
        self.fields["service"].help_text = " ".join(
            _now("Services %(begin)s are for: %(eligible)s.")
            % {"begin": target.begin, "eligible": say_eligible(target)}
            for target in meant
        )


def hint_of(record: ServiceRecord) -> str:
    """Said where the service is meant for another kind of institution, or the person has none of
    the kinds for whom it is; no refusal (C61-C68)."""
    target = target_of(record.service)
    if target is None:
        return ""
    hints = []
    if target.institution and institution_of(record.station) != target.institution:
        hints.append(
            _now("This service belongs into an institution of the kind: %(kind)s.")
            % {"kind": InstitutionKind(target.institution).label}
        )
    if record.beneficiary is not None and not _is_meant(record, target):
        hints.append(
            _now("The person has none of the kinds whom this service is for: %(eligible)s.")
            % {"eligible": say_eligible(target)}
        )
    return " ".join(hints)


def say_eligible(target: Target) -> str:
    """Whom it is for, in the standard's words."""
    words = [str(each) for each in target.eligible]
    return "；".join([*words, _now("and their households")] if target.with_household else words)


def _is_meant(record: ServiceRecord, target: Target) -> bool:
    """The person held one of the kinds on the day, or somebody of the household did where it is
    meant too."""
    person: Any = record.beneficiary
    held = BeneficiaryCategory.objects.filter(
        covering(record.served_on), category__in=target.kinds, withdrawn_at=None
    )
    whose = Q(beneficiary=person)
    if target.with_household and person.household_id is not None:
        whose |= Q(beneficiary__household=person.household_id, beneficiary__withdrawn_at=None)
    return held.filter(whose).exists()


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
