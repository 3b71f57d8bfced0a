"""Workers of a place: who they are, what they hold, what is done with them."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.crypto import mask_id_number, mask_phone
from kernel.workdays.clock import today
from stations.network.queries.station import find_station, station_rows
from stations.people.domain import (
    add_credential,
    add_staff,
    assign_staff,
    check_competence,
    edit_staff,
    issue_outfit,
    name_account,
    record_leaving,
    reveal_staff,
    sign_pledge,
)
from stations.people.domain.staff import HIDDEN
from stations.people.enums import Competence, OutfitKind, Post, Qualification, SupervisionSite
from stations.people.forms import CredentialForm, EditStaffForm, StaffForm
from stations.people.models import (
    Assignment,
    CompetenceCheck,
    ExamRegistration,
    Staff,
    SupervisionSession,
    TrainingAttendance,
)
from stations.people.queries.account import accounts_for
from stations.people.queries.competence import not_competent
from stations.people.queries.gap import not_registered_for_exam, not_supervised
from stations.people.queries.qualification import qualifications_of, with_qualification
from stations.people.queries.staff_file import staff_extra
from stations.people.queries.supervision import site_of
from stations.people.registers.common import Coded, EndForm, ever_worked
from stations.people.rules import view_people, write_people
from stations.records.forms import NONE, day_field
from stations.records.register import Act, Column, EntryForm, Filter, Inner, Register
from stations.records.register.reveal import reveal_act

LAST = 20  # rows of each kind on a worker's page; the register of the kind has them all


class AssignForm(EntryForm):
    """A further place of work, as far as the actor sees places."""

    station = forms.ChoiceField(label=_("Place of work"))
    valid_from = day_field(_("From day"), initial=today)
    post = forms.ChoiceField(label=_("Kind of post"), choices=Post.choices, initial=Post.SERVICE)
    full_time = forms.BooleanField(label=_("Full time"), required=False)
    share = forms.DecimalField(
        label=_("Share of a post"),
        min_value=0,
        max_value=1,
        decimal_places=2,
        help_text=_("1 for full time; 0.50 for half the working hours."),
    )

    def prepare(self) -> None:
        rows = station_rows(self.actor).values_list("code", "name")
        self.fields["station"].choices = list(rows)  # type: ignore[attr-defined]

    def clean_station(self) -> Any:
        """The place itself."""
        return find_station(self.actor, self.cleaned_data["station"])


class PledgeForm(EntryForm):
    """The ethics pledge, signed on a day (G24)."""

    signed_on = day_field(_("Signed on"), initial=today)


class CompetenceForm(EntryForm):
    """The checklist of C52, gone through with the worker."""

    checked_on = day_field(_("Checked on"), initial=today)
    found = forms.MultipleChoiceField(
        label=_("Competences found"),
        choices=Competence.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Basic medical knowledge is asked for in veterans' hospitals and homes only."),
    )
    checked_by = forms.CharField(label=_("Examined by"), max_length=60)


class OutfitForm(EntryForm):
    """A uniform or a badge that the worker receives."""

    kind = forms.ChoiceField(label=_("Uniform or badge"), choices=OutfitKind.choices)
    number = forms.CharField(label=_("Number of the badge"), max_length=40, required=False)
    valid_from = day_field(_("From day"), initial=today)


class AccountForm(EntryForm):
    """The user that the worker is; left empty, nobody's."""

    account = forms.ChoiceField(
        label=_("User account"),
        required=False,
        help_text=_("What this user records, a visit sent by phone too, is the worker's."),
    )

    def prepare(self) -> None:
        known = accounts_for(self.actor, self.entry)
        choices = [NONE, *((str(user), label) for user, (_name, label) in known.items())]
        self.fields["account"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("account", self.entry.user_uuid)

    def clean_account(self) -> UUID | None:
        given = self.cleaned_data["account"]
        return UUID(given) if given else None


def waiting_for(rows: QuerySet, what: str) -> QuerySet:
    """Those for whom something is still to be done (M24, Z25)."""
    narrow = {
        "EXAM": not_registered_for_exam,
        "SUPERVISION": not_supervised,
        "COMPETENCE": not_competent,
    }[what]
    return narrow(rows, today())


def place_staff(*, actor: Actor, entry: Staff, **values: Any) -> Any:
    return assign_staff(actor=actor, staff=entry, **values)


def pledge_staff(*, actor: Actor, entry: Staff, **values: Any) -> Any:
    return sign_pledge(actor=actor, staff=entry, **values)


def check_staff(*, actor: Actor, entry: Staff, **values: Any) -> Any:
    return check_competence(actor=actor, staff=entry, **values)


def outfit_staff(*, actor: Actor, entry: Staff, **values: Any) -> Any:
    return issue_outfit(actor=actor, staff=entry, **values)


def certify_staff(*, actor: Actor, entry: Staff, **values: Any) -> Any:
    return add_credential(actor=actor, staff=entry, **values)


def link_staff(*, actor: Actor, entry: Staff, **values: Any) -> Any:
    return name_account(actor=actor, staff=entry, **values)


def leave_staff(*, actor: Actor, entry: Staff, **values: Any) -> Any:
    return record_leaving(actor=actor, staff=entry, **values)


def is_here(entry: Staff) -> bool:
    return entry.left_on is None and entry.withdrawn_at is None


STAFF = Register(
    noun="staff",
    app="people",
    model=Staff,
    title=_("Workers"),
    one=_("Worker"),
    columns=(
        Column("name"),
        Column("channel"),
        Column("joined_on"),
        Column("left_on"),
        Column("specialty"),
        Coded(
            "qualifications",
            _("Qualified by"),
            read=qualifications_of,
            kind=list,
            choices=Qualification,
        ),
    ),
    details=(
        Column("education"),
        Column("major"),
        Column("social_work_degree"),
        Column("id_number", read=lambda row: mask_id_number(row.id_number), label=_("ID number")),
        Column("user_name"),
        Column("phone", read=lambda row: mask_phone(row.phone), label=_("Phone")),
    ),
    form=StaffForm,
    enter=add_staff,
    acts=(
        Act("edit", _("Correct the worker"), EditStaffForm, edit_staff, when=is_here),
        Act("assign", _("Assign to a place"), AssignForm, place_staff, when=is_here),
        Act("certificate", _("New certificate"), CredentialForm, certify_staff, when=is_here),
        Act("pledge", _("Enter the ethics pledge"), PledgeForm, pledge_staff, when=is_here),
        Act("competence", _("Check the competences"), CompetenceForm, check_staff, when=is_here),
        Act("outfit", _("Hand out a uniform or badge"), OutfitForm, outfit_staff, when=is_here),
        Act(
            "account", _("Name the user account"), AccountForm, link_staff, "account", when=is_here
        ),
        Act("leave", _("The worker leaves"), EndForm, leave_staff, when=is_here),
        reveal_act(_("Read ID number and phone"), reveal_staff, *HIDDEN),
    ),
    inner=(
        Inner(
            "assignments",
            _("Work assignments"),
            Assignment,
            lambda row, _actor: row.assignments.filter(withdrawn_at=None).select_related("station"),
            (
                Column("station.name", _("Place of work"), key="station"),
                Column("post"),
                Column("share"),
                Column("valid_from"),
                Column("valid_to"),
            ),
        ),
        Inner(
            "trainings",
            _("Trainings attended"),
            TrainingAttendance,
            lambda row, _actor: (
                row.trainings.filter(withdrawn_at=None, training__withdrawn_at=None)
                .select_related("training")
                .order_by("-training__held_on", "-id")[:LAST]
            ),
            (
                Column("training.held_on", key="held_on"),
                Column("training.title", key="title"),
                Column("training.topic", key="topic"),
                Column("hours"),
                Column("certificate_number"),
            ),
        ),
        Inner(
            "competence_checks",
            _("Checks of competence"),
            CompetenceCheck,
            lambda row, _actor: row.competence_checks.filter(withdrawn_at=None)[:LAST],
            (
                Column("checked_on"),
                Coded("found", choices=Competence),
                Column("checked_by"),
            ),
        ),
        Inner(
            "exams",
            _("Exams"),
            ExamRegistration,
            lambda row, _actor: row.exams.filter(withdrawn_at=None),
            (Column("year"), Column("level"), Column("result"), Column("result_on")),
        ),
        Inner(
            "supervisions",
            _("Supervision sessions"),
            SupervisionSession,
            lambda row, _actor: row.supervisions.filter(withdrawn_at=None).order_by(
                "-held_on", "-id"
            )[:LAST],
            (
                Column("held_on"),
                Column("kind"),
                Column("mode"),
                Coded("site", read=site_of, label=_("Supervision site"), choices=SupervisionSite),
                Column("supervisor_name"),
            ),
        ),
    ),
    view=view_people(""),
    write=write_people(""),
    here=ever_worked,
    extend=lambda rows: with_qualification(rows, today()),
    page="people/worker.html",
    extra=staff_extra,
    order=("name", "id"),
    filters=(
        Filter("specialty"),
        Filter(
            "waiting",
            _("Waiting for"),
            choices=lambda: [
                ("EXAM", _("Registration for this year's exam")),
                ("SUPERVISION", _("A supervision session")),
                ("COMPETENCE", _("Competences of the post")),
            ],
            narrow=waiting_for,
        ),
    ),
    icon="users",
    # A person leaves; the records about them stay, so nobody is withdrawn as a whole.
    can_withdraw=False,
    empty=_("The station head, the agency or the county enters the staff."),
)
