"""Certificates and their registrations (X18)."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.people.domain import register_credential
from stations.people.enums import CredentialLevel, RegistrationState
from stations.people.models import Credential, CredentialRegistration, EthicsPledge
from stations.people.queries.registration import with_registration
from stations.people.registers.common import Coded, of_ever, of_workers
from stations.people.rules import keeps_staff, view_people, write_people
from stations.records.forms import day_field
from stations.records.register import Act, Column, EntryForm, Filter, Inner, Register


class RegistrationForm(EntryForm):
    """A registration or its renewal."""

    registered_on = day_field(_("Registered on"), initial=today)


def registrable(entry: Credential) -> bool:
    return entry.withdrawn_at is None and entry.level != CredentialLevel.LOCAL_AIDE


def by_state(rows: QuerySet, state: str) -> QuerySet:
    return rows.filter(registration_state=state)


CREDENTIALS = Register(
    noun="credentials",
    app="people",
    model=Credential,
    title=_("Certificates"),
    one=_("Certificate"),
    columns=(
        Column("staff.name", _("Worker"), key="staff"),
        Column("level"),
        Column("issued_on"),
        Column(
            "registered_until",
            _("Registered until"),
            read=lambda row: row.registered_until,
            kind=date,
        ),
        Coded(
            "registration_state",
            _("State of registration"),
            read=lambda row: row.registration_state,
            choices=RegistrationState,
        ),
    ),
    details=(
        Column("number", personal=True),
        Column("cultivated_by.name", _("Cultivated by"), key="cultivated_by"),
    ),
    acts=(
        Act(
            "register",
            _("Register or renew"),
            RegistrationForm,
            register_credential,
            when=registrable,
        ),
    ),
    inner=(
        Inner(
            "registrations",
            _("Registrations"),
            CredentialRegistration,
            lambda row, _actor: row.registrations.filter(withdrawn_at=None),
            (Column("registered_on"), Column("valid_from"), Column("valid_until")),
        ),
    ),
    view=view_people(""),
    write=write_people(""),
    opens=keeps_staff,
    here=of_workers("staff_id"),
    kept=of_ever("staff_id"),
    extend=lambda rows: with_registration(rows, today()),
    order=("staff__name", "-issued_on", "-id"),
    filters=(
        Filter("level"),
        Filter(
            "registration_state",
            _("State of registration"),
            choices=lambda: RegistrationState.choices,
            narrow=by_state,
        ),
    ),
    icon="shield-check",
    empty=_("A certificate is entered on the worker's own page."),
)

REGISTRATIONS = Register(
    noun="credential-registrations",
    app="people",
    model=CredentialRegistration,
    title=_("Registrations"),
    one=_("Registration of a certificate"),
    columns=(
        Column("registered_on"),
        Column("credential.staff.name", _("Worker"), key="staff"),
        Column("credential.level", key="level"),
        Column("valid_from"),
        Column("valid_until"),
    ),
    view=view_people(""),
    write=write_people(""),
    here=of_workers("credential__staff_id"),
    kept=of_ever("credential__staff_id"),
    order=("-registered_on", "-id"),
    icon="shield-check",
    empty=_("A registration is entered on the certificate's page."),
)

PLEDGES = Register(
    noun="pledges",
    app="people",
    model=EthicsPledge,
    title=_("Ethics pledges"),
    one=_("Ethics pledge"),
    columns=(Column("signed_on"), Column("staff.name", _("Worker"), key="staff")),
    view=view_people(""),
    write=write_people(""),
    here=of_workers("staff_id"),
    kept=of_ever("staff_id"),
    order=("-signed_on", "-id"),
    icon="file-text",
    empty=_("A pledge is entered on the worker's own page."),
)
