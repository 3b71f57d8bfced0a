"""Assessments of risk and of the care for a child, and persons' strengths (G3222, G3251, Z10)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.workdays.clock import today
from stations.casework.domain.basis import basis_of
from stations.casework.domain.risk import assess_guardianship, assess_risk, note_strength
from stations.casework.enums import (
    Absence,
    Contact,
    Grade,
    Guardian,
    GuardianAbility,
    NeedKind,
    Schooling,
    Talent,
    VisitLevel,
)
from stations.casework.models import (
    Beneficiary,
    GuardianshipAssessment,
    RiskAssessment,
    Strength,
)
from stations.casework.person_forms import consent_way, say_basis
from stations.casework.queries.work import sees_names
from stations.casework.registers.choices import person_choice, text_area
from stations.casework.rules import view_persons, write_persons
from stations.casework.standards import talents_for
from stations.records.forms import NONE, day_field
from stations.records.register import Column, EntryForm, Filter, Register

PERSON = Column("beneficiary.name", _("Person served"), personal=True, key="person")


class SensitiveForm(EntryForm):
    """Says below the person by what their sensitive data is kept, once the person is known (X07);
    which fields need it stands in consent.yaml."""

    person = person_choice()

    def prepare(self) -> None:
        chosen: Any = self.fields["person"]
        known = self.data.get("person") or self.initial.get("person")
        try:
            person = chosen.clean(known) if known else None
        except forms.ValidationError:
            person = None
        if person is not None:
            say_basis(self, basis_of(person), "person", way=consent_way(self.station, person))


class RiskForm(SensitiveForm):
    """Four answers; the level follows from them unless another is chosen."""

    assessed_on = day_field(_("Assessed on"), initial=today)
    health = forms.ChoiceField(label=_("Health"), choices=Grade.choices)
    mind = forms.ChoiceField(label=_("State of mind"), choices=Grade.choices)
    living = forms.ChoiceField(label=_("Living conditions"), choices=Grade.choices)
    guard = forms.ChoiceField(label=_("Care by others"), choices=Grade.choices)
    change_on = day_field(
        _("Day of a major change"),
        required=False,
        help_text=_("A death, an accident, a fire, violence: the person is visited within a day."),
    )
    level = forms.TypedChoiceField(
        label=_("Another visit level than the suggested one"),
        choices=[NONE, *VisitLevel.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    reason = forms.CharField(label=_("Reason for another level"), max_length=200, required=False)
    note = text_area(_("Note on the assessment"), required=False)


class GuardianshipForm(SensitiveForm):
    """How a child whose parents are away is looked after."""

    assessed_on = day_field(_("Assessed on"), initial=today)
    guardian_kind = forms.ChoiceField(
        label=_("Who looks after the child"), choices=Guardian.choices
    )
    ability = forms.ChoiceField(label=_("Ability to care"), choices=GuardianAbility.choices)
    parents_away = forms.ChoiceField(label=_("Parents away from home"), choices=Absence.choices)
    contact = forms.ChoiceField(label=_("Contact with the parents"), choices=Contact.choices)
    schooling = forms.ChoiceField(label=_("Schooling"), choices=Schooling.choices)
    guardian_name = forms.CharField(label=_("Name of the guardian"), max_length=60, required=False)
    has_agreement = forms.BooleanField(label=_("Written agreement on the care"), required=False)
    note = text_area(_("Note on the assessment"), required=False)


class StrengthForm(EntryForm):
    """What a person is good at."""

    person = person_choice()
    talent = forms.ChoiceField(label=_("Talent"), choices=Talent.choices)
    detail = forms.CharField(label=_("What exactly"), max_length=200, required=False)
    would_help = forms.BooleanField(label=_("Would help others with it"), required=False)
    noted_on = day_field(_("Noted on"), initial=today)


def enter_risk(*, actor: Actor, station: Any, person: Beneficiary, **values: Any) -> RiskAssessment:
    return assess_risk(actor=actor, beneficiary=person, **values)


def enter_guardianship(
    *, actor: Actor, station: Any, person: Beneficiary, **values: Any
) -> GuardianshipAssessment:
    return assess_guardianship(actor=actor, beneficiary=person, **values)


def enter_strength(*, actor: Actor, station: Any, person: Beneficiary, **values: Any) -> Strength:
    return note_strength(actor=actor, beneficiary=person, **values)


RISKS = Register(
    noun="risk-assessments",
    app="casework",
    model=RiskAssessment,
    title=_("Risk assessments"),
    one=_("Risk assessment"),
    columns=(
        Column("assessed_on"),
        PERSON,
        Column("score"),
        Column("suggested"),
        Column("level"),
    ),
    details=(
        *(Column(name, personal=True) for name in ("health", "mind", "living", "guard")),
        Column("change_on"),
        Column("reason", personal=True),
        Column("note", personal=True),
    ),
    form=RiskForm,
    enter=enter_risk,
    view=view_persons(""),
    write=write_persons(""),
    opens=sees_names,
    order=("-assessed_on", "-id"),
    filters=(Filter("level"),),
    icon="list-check",
    empty=_("An assessment sets how often the person is visited."),
)

GUARDIANSHIPS = Register(
    noun="guardianship-assessments",
    app="casework",
    model=GuardianshipAssessment,
    title=_("Assessments of the care for children"),
    one=_("Assessment of the care for a child"),
    columns=(Column("assessed_on"), PERSON, Column("result"), Column("next_on")),
    details=(
        *(
            Column(name, personal=True)
            for name in (
                "guardian_kind",
                "guardian_name",
                "ability",
                "parents_away",
                "contact",
                "schooling",
            )
        ),
        Column("has_agreement"),
        Column("note", personal=True),
    ),
    form=GuardianshipForm,
    enter=enter_guardianship,
    view=view_persons(""),
    write=write_persons(""),
    opens=sees_names,
    order=("-assessed_on", "-id"),
    filters=(Filter("result"),),
    icon="users",
    empty=_("Children whose parents are away are looked after, and the care is assessed."),
)

STRENGTHS = Register(
    noun="strengths",
    app="casework",
    model=Strength,
    title=_("Strengths of persons"),
    one=_("Strength of a person"),
    columns=(Column("noted_on"), PERSON, Column("talent"), Column("would_help")),
    details=(Column("detail", personal=True),),
    form=StrengthForm,
    enter=enter_strength,
    view=view_persons(""),
    write=write_persons(""),
    opens=sees_names,
    order=("-noted_on", "-id"),
    filters=(
        Filter("talent"),
        Filter(
            "would_help",
            _("Would help others with it"),
            choices=lambda: [("true", _("Yes")), ("false", _("No"))],
            narrow=lambda rows, value: rows.filter(would_help=value == "true"),
        ),
        Filter(
            "for_need",
            _("Could help with a need"),
            choices=lambda: NeedKind.choices,
            narrow=lambda rows, need: rows.filter(would_help=True, talent__in=talents_for(need)),
        ),
    ),
    icon="users",
    empty=_("What people are good at is noted beside what they lack."),
)
