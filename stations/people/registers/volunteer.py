"""Volunteers and what they did and were given (C716, X17)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.crypto import mask_id_number, mask_phone
from kernel.workdays.clock import today
from stations.people.domain import (
    appraise_volunteer,
    award_volunteer,
    edit_volunteer,
    issue_certificate,
    record_departure,
    record_return,
    record_step,
    register_volunteer,
    reveal_volunteer,
    take_back_departure,
)
from stations.people.domain.volunteer import HIDDEN
from stations.people.enums import Appraisal, AwardKind, LeaveReason
from stations.people.forms import StepForm, VolunteerForm
from stations.people.models import (
    ServiceCertificate,
    Volunteer,
    VolunteerAppraisal,
    VolunteerAward,
    VolunteerDeparture,
    VolunteerStep,
)
from stations.people.queries.departure import ALL, AWAY, HERE, by_presence, with_departure
from stations.people.registers.common import (
    Coded,
    LeaveForm,
    TakeBackForm,
    at_path,
    notes,
    opens_volunteers,
    stands,
)
from stations.people.rules import view_volunteers, write_volunteers
from stations.records.forms import day_field, phone_field
from stations.records.register import Act, Column, EntryForm, Filter, Inner, Register
from stations.records.register.reveal import reveal_act

LAST = 20  # rows of each kind on a volunteer's page; the register of the kind has them all
AT_STATION = at_path("volunteer__station__")
WHO = Column("volunteer.name", _("Volunteer"), personal=True, key="volunteer")


class EditForm(EntryForm):
    """A volunteer corrected, without reading what is encrypted."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    id_number = forms.CharField(
        label=_("ID number"),
        max_length=18,
        required=False,
        help_text=_("Left empty, the one on file stays."),
    )
    phone = phone_field(_("Phone"), help_text=_("Left empty, the one on file stays."))
    national_number = forms.CharField(
        label=_("Number in the national volunteer system"), max_length=40, required=False
    )

    def prepare(self) -> None:
        shown = ("name", "national_number")
        self.initial = {name: getattr(self.entry, name) for name in shown} | dict(self.initial)


class AwardForm(EntryForm):
    """An encouragement given."""

    kind = forms.ChoiceField(label=_("Kind of award"), choices=AwardKind.choices)
    title = forms.CharField(label=_("Award"), max_length=120)
    given_by = forms.CharField(label=_("Awarded by"), max_length=120, required=False)
    awarded_on = day_field(_("Awarded on"), initial=today)


class AppraisalForm(EntryForm):
    """How the service was."""

    result = forms.ChoiceField(label=_("Judgement"), choices=Appraisal.choices)
    appraised_on = day_field(_("Judged on"), initial=today)
    note = notes(_("Note"))


class CertificateForm(EntryForm):
    """The time that a certificate of service is about."""

    first_on = day_field(
        _("Services from"), required=False, help_text=_("Left empty: from the registration on.")
    )
    last_on = day_field(_("Services until"), required=False, help_text=_("Left empty: today."))


class ReturnForm(EntryForm):
    """The day of the coming back."""

    on = day_field(_("Back on"), initial=today)


def is_known(entry: Any) -> bool:
    """Stands, and was not erased."""
    return stands(entry) and entry.erased_at is None


def is_here(entry: Any) -> bool:
    return is_known(entry) and entry.left_on is None


def is_away(entry: Any) -> bool:
    return is_known(entry) and entry.left_on is not None


def has_departed(entry: Any) -> bool:
    return is_known(entry) and entry.has_departed


def take_step(*, actor: Actor, entry: Volunteer, **values: Any) -> VolunteerStep:
    return record_step(actor=actor, volunteer=entry, **values)


def rows_of(name: str, day: str) -> Any:
    """The last standing rows of a kind of one volunteer, that the reader may see."""

    def rows(entry: Volunteer, actor: Actor) -> Any:
        found = getattr(entry, name).filter(withdrawn_at=None).restrict(actor, "view")
        return found.order_by(f"-{day}", "-id")[:LAST]

    return rows


STEP_COLUMNS = (Column("done_on"), Column("step"), Column("content"), Column("hours"))
AWARD_COLUMNS = (Column("awarded_on"), Column("kind"), Column("title"), Column("given_by"))
APPRAISAL_COLUMNS = (Column("appraised_on"), Column("result"))
CERTIFICATE_COLUMNS = (
    Column("issued_on"),
    Column("number"),
    Column("services"),
    Column("hours"),
)

VOLUNTEERS = Register(
    noun="volunteers",
    app="people",
    model=Volunteer,
    title=_("Volunteers"),
    one=_("Volunteer"),
    columns=(
        Column("registered_on"),
        Column("name", personal=True),
        Column("national_number", personal=True),
        Column("left_on", _("Away since"), read=lambda row: row.left_on, kind=date),
        Coded(
            "left_reason",
            _("Reason of the leaving"),
            read=lambda row: row.left_reason,
            choices=LeaveReason,
        ),
    ),
    details=(
        Column(
            "id_number",
            _("ID number"),
            personal=True,
            read=lambda row: mask_id_number(row.id_number),
        ),
        Column("phone", _("Phone"), personal=True, read=lambda row: mask_phone(row.phone)),
    ),
    form=VolunteerForm,
    enter=register_volunteer,
    acts=(
        Act("edit", _("Correct the volunteer"), EditForm, edit_volunteer, when=is_known),
        Act("step", _("Enter a step"), StepForm, take_step, when=is_known),
        Act("award", _("Enter an award"), AwardForm, award_volunteer, when=is_known),
        Act("appraise", _("Judge the service"), AppraisalForm, appraise_volunteer, when=is_known),
        Act(
            "certificate",
            _("Issue a certificate of service"),
            CertificateForm,
            issue_certificate,
            when=is_known,
        ),
        Act("leave", _("The volunteer leaves"), LeaveForm, record_departure, when=is_here),
        Act("return", _("The volunteer comes back"), ReturnForm, record_return, when=is_away),
        Act(
            "stay",
            _("Take the leaving back"),
            TakeBackForm,
            take_back_departure,
            when=has_departed,
        ),
        reveal_act(_("Read ID number and phone"), reveal_volunteer, *HIDDEN),
    ),
    inner=(
        Inner("steps", _("Steps"), VolunteerStep, rows_of("steps", "done_on"), STEP_COLUMNS),
        Inner(
            "awards", _("Awards"), VolunteerAward, rows_of("awards", "awarded_on"), AWARD_COLUMNS
        ),
        Inner(
            "appraisals",
            _("Judgements"),
            VolunteerAppraisal,
            rows_of("appraisals", "appraised_on"),
            APPRAISAL_COLUMNS,
        ),
        Inner(
            "certificates",
            _("Certificates of service"),
            ServiceCertificate,
            rows_of("certificates", "issued_on"),
            CERTIFICATE_COLUMNS,
        ),
        Inner(
            "departures",
            _("Times away"),
            VolunteerDeparture,
            rows_of("departures", "valid_from"),
            (
                Column("valid_from", _("Away since")),
                Column("reason"),
                Column("valid_to", _("Back on")),
            ),
        ),
    ),
    view=view_volunteers(""),
    write=write_volunteers(""),
    opens=opens_volunteers,
    extend=with_departure,
    order=("-registered_on", "-id"),
    filters=(
        Filter(
            "presence",
            _("Here or left"),
            choices=lambda: [
                (HERE, _("Who is here")),
                (AWAY, _("Who has left")),
                (ALL, _("All volunteers")),
            ],
            narrow=by_presence,
            default=HERE,
        ),
    ),
    icon="users",
    empty=_("The station head or a worker registers them."),
)

STEPS = Register(
    noun="volunteer-steps",
    app="people",
    model=VolunteerStep,
    title=_("Steps with volunteers"),
    one=_("Step with a volunteer"),
    columns=(STEP_COLUMNS[0], WHO, *STEP_COLUMNS[1:]),
    view=view_volunteers(""),
    write=write_volunteers(""),
    opens=opens_volunteers,
    here=AT_STATION,
    order=("-done_on", "-id"),
    filters=(Filter("step"),),
    icon="users",
    empty=_("A step is entered on the volunteer's page."),
)

AWARDS = Register(
    noun="volunteer-awards",
    app="people",
    model=VolunteerAward,
    title=_("Awards of volunteers"),
    one=_("Award of a volunteer"),
    columns=(AWARD_COLUMNS[0], WHO, *AWARD_COLUMNS[1:]),
    view=view_volunteers(""),
    write=write_volunteers(""),
    opens=opens_volunteers,
    here=AT_STATION,
    order=("-awarded_on", "-id"),
    filters=(Filter("kind"),),
    icon="flag",
    empty=_("An award is entered on the volunteer's page."),
)

APPRAISALS = Register(
    noun="volunteer-appraisals",
    app="people",
    model=VolunteerAppraisal,
    title=_("Judgements of volunteers' service"),
    one=_("Judgement of a volunteer's service"),
    columns=(APPRAISAL_COLUMNS[0], WHO, *APPRAISAL_COLUMNS[1:]),
    details=(Column("note", personal=True),),
    view=view_volunteers(""),
    write=write_volunteers(""),
    opens=opens_volunteers,
    here=AT_STATION,
    order=("-appraised_on", "-id"),
    filters=(Filter("result"),),
    icon="flag",
    empty=_("A judgement is entered on the volunteer's page."),
)

CERTIFICATES = Register(
    noun="service-certificates",
    app="people",
    model=ServiceCertificate,
    title=_("Certificates of service"),
    one=_("Certificate of service"),
    columns=(CERTIFICATE_COLUMNS[0], WHO, *CERTIFICATE_COLUMNS[1:]),
    # Only those who keep the volunteers see certificates at all.
    view=write_volunteers(""),
    write=write_volunteers(""),
    opens=opens_volunteers,
    here=AT_STATION,
    page="people/certificate.html",
    order=("-issued_on", "-id"),
    icon="shield-check",
    empty=_("A certificate is issued on the volunteer's page."),
)
