"""Assessing a person's risk, the care for a child, and noting strengths (G3222, G3251, Z10)."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from stations.casework.domain.basis import hold_served, refuse_sensitive
from stations.casework.domain.consent import birthday_of
from stations.casework.domain.level import refuse_second_level, set_visit_level
from stations.casework.enums import VisitLevel
from stations.casework.models import (
    Beneficiary,
    GuardianshipAssessment,
    RiskAssessment,
    Strength,
)
from stations.casework.standards import (
    RESPECTS,
    child_below_years,
    days_until_again,
    guardian_risk,
    risk_score,
    suggested_level,
)
from stations.records.domain import (
    check_fields,
    enter,
    refuse,
    refuse_future,
    require_row,
)
from stations.records.identity import age_on, refuse_unborn


@transaction.atomic
def assess_risk(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    assessed_on: date,
    health: str,
    mind: str,
    living: str,
    guard: str,
    change_on: date | None = None,
    level: int | None = None,
    reason: str = "",
    note: str = "",
) -> RiskAssessment:
    """Record the answers and set the visit level: the suggested one, or another with a reason.

    Raises Forbidden, Conflict for a withdrawn or closed file, or Invalid.
    """
    _require_open(actor, beneficiary)
    refuse_future("assessed_on", assessed_on)
    refuse_unborn(beneficiary.born_on, "assessed_on", assessed_on)
    refuse_sensitive(beneficiary, "risk", {"health": health, "mind": mind, "note": note})
    if change_on is not None and change_on > assessed_on:
        message = _("The change lies after the assessment.")
        refuse("change_on", message, change_on, f"<= {assessed_on}")
    entry = RiskAssessment(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        assessed_on=assessed_on,
        health=health,
        mind=mind,
        living=living,
        guard=guard,
        change_on=change_on,
        reason=reason.strip(),
        note=note.strip(),
    )
    _grade(entry, level)
    enter(entry, actor=actor, action="risk.assess")
    _set_level(actor, entry)
    return entry


@transaction.atomic
def assess_guardianship(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    assessed_on: date,
    guardian_kind: str,
    ability: str,
    parents_away: str,
    contact: str,
    schooling: str,
    guardian_name: str = "",
    has_agreement: bool = False,
    note: str = "",
) -> GuardianshipAssessment:
    """Record how a child is looked after; the result and the next day follow from data.

    Raises Forbidden, Conflict for a withdrawn or closed file, or Invalid, also for an adult.
    """
    _require_open(actor, beneficiary)
    refuse_future("assessed_on", assessed_on)
    refuse_unborn(beneficiary.born_on, "assessed_on", assessed_on)
    _refuse_adult(beneficiary, assessed_on)
    answers = {
        "guardian_kind": guardian_kind,
        "ability": ability,
        "parents_away": parents_away,
        "contact": contact,
        "schooling": schooling,
    }
    told = answers | {"guardian_name": guardian_name, "note": note}
    refuse_sensitive(beneficiary, "guardianship", told)
    entry = GuardianshipAssessment(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        assessed_on=assessed_on,
        guardian_name=guardian_name.strip(),
        has_agreement=has_agreement,
        note=note.strip(),
        result="LOW",
        next_on=assessed_on + timedelta(1),
        **answers,
    )
    check_fields(entry)
    entry.result = guardian_risk(answers)
    entry.next_on = assessed_on + timedelta(days_until_again(entry.result))
    return enter(entry, actor=actor, action="guardianship.assess")


@transaction.atomic
def note_strength(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    noted_on: date,
    talent: str,
    detail: str = "",
    would_help: bool = False,
) -> Strength:
    """Note what a person is good at. Raises Forbidden, Conflict or Invalid."""
    _require_open(actor, beneficiary)
    refuse_future("noted_on", noted_on)
    refuse_unborn(beneficiary.born_on, "noted_on", noted_on)
    entry = Strength(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        noted_on=noted_on,
        talent=talent,
        detail=detail.strip(),
        would_help=would_help,
    )
    return enter(entry, actor=actor, action="strength.note")


def _require_open(actor: Actor, beneficiary: Beneficiary) -> None:
    require_row(actor, beneficiary, "edit")
    hold_served(beneficiary)


def _grade(entry: RiskAssessment, level: int | None) -> None:
    """Score and levels; the answers are checked before they are counted."""
    entry.score, entry.suggested, entry.level = 0, 1, level or 1
    check_fields(entry)
    answers = {name: getattr(entry, name) for name in RESPECTS}
    entry.score = risk_score(answers)
    entry.suggested = suggested_level(answers, entry.change_on is not None)
    entry.level = level or entry.suggested
    if entry.level != entry.suggested and not entry.reason:
        message = _("Say why the level is not the suggested one (%(level)s).") % {
            "level": VisitLevel(entry.suggested).label
        }
        refuse("reason", message, "", None)


def _set_level(actor: Actor, entry: RiskAssessment) -> None:
    """Nothing changes for a person who has the level already."""
    person = entry.beneficiary
    refuse_second_level(person, "assessed_on", entry.assessed_on)
    former = person.levels.filter(valid_to=None, withdrawn_at=None).first()
    if former is not None and former.level == entry.level:
        return
    if former is not None and entry.assessed_on <= former.valid_from:
        message = _("The present visit level holds from a later day.")
        refuse("assessed_on", message, entry.assessed_on, f"> {former.valid_from}")
    set_visit_level(
        actor=actor,
        beneficiary=person,
        level=entry.level,
        valid_from=entry.assessed_on,
        # The assessment's own words are sensitive and stay encrypted with it.
        reason=_("Assessment, score %(score)s") % {"score": entry.score},
    )


def _refuse_adult(beneficiary: Beneficiary, on: date) -> None:
    born = birthday_of(beneficiary)
    if born is not None and age_on(born, on) >= child_below_years():
        message = _("The care is assessed for children under %(years)s.") % {
            "years": child_below_years()
        }
        refuse("person", message, None, f"< {child_below_years()}")
