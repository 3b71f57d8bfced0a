"""Help to persons without a home, and patrols (G3218)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.care_enums import FoundBy, HomelessOutcome, HomelessStepKind
from stations.casework.domain import (
    add_homeless_step,
    end_homeless_aid,
    file_homeless,
    identify_homeless,
    open_homeless_aid,
    record_patrol,
    relink_homeless,
)
from stations.casework.models import HomelessAid, HomelessMislink, HomelessStep, Patrol
from stations.casework.queries.person import village_choices
from stations.casework.queries.work import sees_names
from stations.casework.registers.choices import household_choice, person_choice
from stations.casework.registers.parts import acting, text_field, to_the_file
from stations.casework.rules import view_work, write_work
from stations.records.forms import NONE, FreeText, day_field
from stations.records.places import at_place
from stations.records.reasons import REASON_LENGTH
from stations.records.register import Act, Column, EntryForm, Filter, Inner, Register


class AidForm(EntryForm):
    """Somebody without a home, whose name may be unknown."""

    met_on = day_field(_("Met on"), initial=today)
    found_by = forms.ChoiceField(label=_("How met"), choices=FoundBy.choices)
    looks = text_field(_("What the person looks like"))
    place = text_field(_("Where met"), rows=2)
    name = forms.CharField(label=_("Name, if known"), max_length=60, required=False)


class AidStepForm(EntryForm):
    """What was done."""

    kind = forms.ChoiceField(
        label=_("What was done"),
        choices=[
            (each.value, each.label)
            for each in HomelessStepKind
            if each != HomelessStepKind.IDENTITY
        ],
    )
    done_on = day_field(_("Done on"), initial=today)
    note = text_field(_("Note on the step"), required=False)


class IdentityForm(EntryForm):
    """Who the person is."""

    name = forms.CharField(label=_("Full name"), max_length=60)
    id_number = forms.CharField(label=_("ID number"), max_length=18, required=False)
    on = day_field(_("Found out on"), initial=today)


class AidFilingForm(EntryForm):
    """The person's file: one that is there, or a new one."""

    on = day_field(_("File opened on"), initial=today)
    beneficiary = person_choice(required=False, label=_("Has a file already"))
    name = forms.CharField(label=_("Full name"), max_length=60, required=False)
    division_code = forms.ChoiceField(label=_("Village"), required=False)
    household = household_choice()
    id_number = forms.CharField(
        label=_("ID number"), max_length=18, required=False, help_text=_("Empty: as found out.")
    )

    def prepare(self) -> None:
        villages = village_choices(self.station)
        self.fields["division_code"].choices = [NONE, *villages]  # type: ignore[attr-defined]
        if self.entry is not None:
            self.initial = {"name": self.entry.name}


class RelinkForm(EntryForm):
    """Why the file is the wrong one, and the right one, if it is known."""

    reason = FreeText(label=_("Reason of the correction"), max_length=REASON_LENGTH)
    beneficiary = person_choice(
        required=False,
        label=_("The right file"),
        help_text=_("Empty: the link is taken back, and the file opened or linked later."),
    )


class EndAidForm(EntryForm):
    """How the help ended."""

    outcome = forms.ChoiceField(label=_("How the help ended"), choices=HomelessOutcome.choices)
    on = day_field(_("Help ended on"), initial=today)


class PatrolForm(EntryForm):
    """A round through the streets."""

    patrolled_on = day_field(_("Patrolled on"), initial=today)
    route = forms.CharField(label=_("Route of the patrol"), max_length=200)
    patrollers = forms.IntegerField(label=_("Number of patrollers"), min_value=1)
    met = forms.IntegerField(label=_("Persons met"), min_value=0)
    helped = forms.IntegerField(label=_("Of them helped"), min_value=0)
    note = text_field(_("Patrol note"), required=False)


def has_no_file(aid: Any) -> bool:
    return aid.beneficiary_id is None and aid.withdrawn_at is None


def has_file(aid: Any) -> bool:
    return aid.beneficiary_id is not None and aid.withdrawn_at is None


def is_open(aid: Any) -> bool:
    return aid.ended_on is None and aid.withdrawn_at is None


def mislinks_of(aid: Any, actor: Actor) -> Any:
    rows = HomelessMislink.objects.restrict(actor, "view").filter(aid=aid, withdrawn_at=None)
    return rows.select_related("beneficiary")


STEP_COLUMNS = (Column("kind"), Column("done_on"), Column("note", personal=True))

HOMELESS_AIDS = Register(
    noun="homeless-aids",
    app="casework",
    model=HomelessAid,
    title=_("Help to persons without a home"),
    one=_("Help to a person without a home"),
    columns=(
        Column("met_on"),
        Column("name", personal=True),
        Column("found_by"),
        Column("outcome"),
        Column("ended_on"),
    ),
    details=(
        Column("looks", personal=True),
        Column("place", personal=True),
        Column(
            "id_number_known", _("ID number known"), read=lambda aid: bool(aid.id_number), kind=bool
        ),
        Column("beneficiary.name", _("Person served"), personal=True, key="person"),
    ),
    form=AidForm,
    enter=open_homeless_aid,
    ways=to_the_file,
    acts=(
        Act(
            "step",
            _("Enter what was done"),
            AidStepForm,
            acting(add_homeless_step, "aid"),
            when=is_open,
        ),
        Act(
            "identify",
            _("Enter who it is"),
            IdentityForm,
            acting(identify_homeless, "aid"),
            when=is_open,
        ),
        Act(
            "file",
            _("Open the file"),
            AidFilingForm,
            acting(file_homeless, "aid"),
            rule="file",
            when=has_no_file,
        ),
        Act(
            "relink",
            _("The file is somebody else's"),
            RelinkForm,
            acting(relink_homeless, "aid"),
            rule="file",
            when=has_file,
        ),
        Act("end", _("End the help"), EndAidForm, acting(end_homeless_aid, "aid"), when=is_open),
    ),
    inner=(
        Inner(
            "steps",
            _("What was done for the person"),
            HomelessStep,
            lambda aid, actor: aid.steps.filter(withdrawn_at=None),
            STEP_COLUMNS,
        ),
        Inner(
            "mislinks",
            _("Files linked by mistake"),
            HomelessMislink,
            mislinks_of,
            (
                Column("beneficiary.name", personal=True, key="person"),
                Column("received_at", _("Corrected on")),
                Column("by_name"),
                Column("reason", personal=True),
            ),
        ),
    ),
    view=view_work(""),
    write=write_work(""),
    opens=sees_names,
    order=("-met_on", "-id"),
    filters=(Filter("found_by"), Filter("outcome")),
    icon="users",
)

HOMELESS_STEPS = Register(
    noun="homeless-steps",
    app="casework",
    model=HomelessStep,
    title=_("Steps for persons without a home"),
    one=_("Step for a person without a home"),
    columns=(
        Column("aid.name", _("Name, if known"), personal=True, key="name"),
        *STEP_COLUMNS,
    ),
    view=view_work(""),
    write=write_work(""),
    opens=sees_names,
    here=lambda station: at_place(station, "aid__station__"),
    order=("-done_on", "-id"),
    filters=(Filter("kind"),),
)

PATROLS = Register(
    noun="patrols",
    app="casework",
    model=Patrol,
    title=_("Street patrols"),
    one=_("Street patrol"),
    columns=(
        Column("patrolled_on"),
        Column("route"),
        Column("patrollers"),
        Column("met"),
        Column("helped"),
    ),
    details=(Column("note", personal=True),),
    form=PatrolForm,
    enter=record_patrol,
    view=view_work(""),
    write=write_work(""),
    opens=sees_names,
    order=("-patrolled_on", "-id"),
)
