"""A case moves through its six stages; the gates say what must be written first (C912a)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict, FieldError
from kernel.listing import list_words
from stations.casework.domain.basis import hold_served
from stations.casework.enums import CaseAct, CaseKind, CaseUnit, Stage
from stations.casework.gates import CLOSED, Gate, missing_gates, next_step
from stations.casework.models import Beneficiary, Case, CaseDocument, CaseStep, Household
from stations.casework.queries.county_rule import stage_names
from stations.casework.sections import pack
from stations.records.domain import (
    change,
    enter,
    refuse,
    refuse_future,
    refuse_withdrawn,
    require_row,
)
from stations.records.identity import refuse_unborn


@transaction.atomic
def open_case(
    *,
    actor: Actor,
    beneficiary: Beneficiary,
    title: str,
    problem: str,
    opened_on: date,
    unit: str = CaseUnit.PERSON,
    kind: str = CaseKind.ORDINARY,
    responsible: models.Model | None = None,
    household: Household | None = None,
) -> Case:
    """Open a case for a person on file (C81a); it stands in the first stage.

    A case for a household is that of ``household``, or of the one where the person lived on the
    day; empty where the person lived in none. Raises Forbidden, Conflict for a withdrawn or
    closed file, or Invalid.
    """
    require_row(actor, beneficiary, "edit")
    hold_served(beneficiary)
    refuse_future("opened_on", opened_on)
    refuse_unborn(beneficiary.born_on, "opened_on", opened_on)
    case = Case(
        station_id=beneficiary.station_id,
        beneficiary=beneficiary,
        responsible_id=responsible.pk if responsible else None,
        title=title.strip(),
        problem=problem,
        opened_on=opened_on,
        unit=unit,
        kind=kind,
        household_id=_household_of(actor, beneficiary, unit, opened_on, household),
    )
    enter(case, actor=actor, action="case.open")
    note_step(actor, case, CaseAct.OPEN, "")
    return case


@transaction.atomic
def write_document(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    written_on: date,
    body: str = "",
    sections: Mapping[str, Any] | None = None,
    signed: bool = False,
) -> CaseDocument:
    """Write about a case: a text, or the sections that the kind of document asks for, or both.

    Raises Forbidden, Conflict when it is closed, or Invalid naming the section.
    """
    case = lock_case(actor, case, "edit")
    refuse_closed(case)
    if written_on < case.opened_on:
        message = _("The case was opened later.")
        refuse("written_on", message, written_on, f">= {case.opened_on}")
    refuse_future("written_on", written_on)
    packed = pack(kind, sections or {})
    if not body.strip() and not packed:
        refuse("body", _("This field cannot be blank."))
    document = CaseDocument(
        case=case,
        kind=kind,
        body=body.strip(),
        sections=packed,
        written_on=written_on,
        signed=signed,
        round=case.round,
    )
    return enter(document, actor=actor, action="case.write")


@transaction.atomic
def name_household(*, actor: Actor, case: Case, household: Household) -> Case:
    """Say, once, for which household a case is where the files do not: also of a closed one.

    Raises Forbidden for either of the two, Conflict ``not_of_household`` for one person's case and
    ``household_named`` where it is known, or when a record is withdrawn.
    """
    case = lock_case(actor, case, "edit")
    if case.unit != CaseUnit.HOUSEHOLD:
        raise Conflict(_("This case is for one person."), code="not_of_household")
    if case.household_id is not None:
        raise Conflict(_("The household of this case is known."), code="household_named")
    require_row(actor, household, "edit")
    refuse_withdrawn(household)
    return change(case, actor=actor, action="case.household", household=household)


@transaction.atomic
def advance_case(*, actor: Actor, case: Case, to: str) -> Case:
    """Begin the next stage, named so that a second click does not skip one.

    Raises Forbidden, Invalid for no stage, Conflict ``wrong_stage`` when it is not the next one
    and ``documents_missing`` naming each document or check that its gate asks for.
    """
    case = lock_case(actor, case, "edit")
    refuse_closed(case)
    if to not in Stage.values:
        refuse("to", _("This is no stage of a case."), to, list(Stage.values))
    following = next_step(case.stage)
    if to != following:
        message = _("From the stage “%(stage)s” a case does not go there.") % {
            "stage": stage_names()[case.stage]
        }
        allowed = [] if following == CLOSED else [following]
        errors = [FieldError("to", "wrong_stage", message, to, allowed)]
        raise Conflict(message, code="wrong_stage", errors=errors)
    refuse_missing(case, to)
    before = case.stage
    change(case, actor=actor, action="case.advance", stage=to)
    note_step(actor, case, CaseAct.ADVANCE, before)
    return case


def lock_case(actor: Actor, case: Case, action: str) -> Case:
    """The case as it is now, held until the transaction ends. Raises Forbidden or Conflict."""
    require_row(actor, case, action)
    held = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    refuse_withdrawn(held)
    return held


def refuse_closed(case: Case) -> None:
    """Raise Conflict for a closed case."""
    if case.closed_on is not None:
        detail = _("The case was closed on %(day)s.") % {"day": date_format(case.closed_on)}
        raise Conflict(detail, code="case_closed")


def refuse_missing(case: Case, before: str) -> None:
    """Raise Conflict naming what is to be written or checked first, with the clause that asks."""
    now = {"withdrawn_at": None, "round": case.round}
    written = case.documents.filter(**now).values_list("kind", "signed")
    outcomes = set(case.capability_checks.filter(**now).values_list("outcome", flat=True))
    missing = missing_gates(case.kind, before, written, outcomes)
    if not missing:
        return
    names = list_words(gate.label for gate in missing)
    detail = _("First to be written: %(names)s.") % {"names": names}
    errors = [_missing(gate) for gate in missing]
    raise Conflict(detail, code="documents_missing", errors=errors)


def _household_of(
    actor: Actor, person: Beneficiary, unit: str, on: date, chosen: Household | None
) -> int | None:
    if unit != CaseUnit.HOUSEHOLD:
        if chosen is not None:
            message = _("Only a case for a household names one.")
            refuse("household", message, str(chosen.uuid), "")
        return None
    if chosen is None:
        return person.household_on(on)
    require_row(actor, chosen, "edit")
    refuse_withdrawn(chosen)
    return chosen.pk


def _missing(gate: Gate) -> FieldError:
    message = _("%(document)s (%(clause)s)") % {"document": gate.label, "clause": gate.norm}
    field = "documents" if gate.document else "capability_check"
    return FieldError(field, "missing", message, None, str(gate.document or gate.check))


def note_step(actor: Actor, case: Case, act: str, before: str, reason: str = "") -> CaseStep:
    """Keep a move in the history of the case."""
    step = CaseStep(
        case=case,
        act=act,
        from_stage=before,
        to_stage=case.stage,
        reason=reason,
        closed_on=case.closed_on,
        closure_reason=case.closure_reason if case.closed_on else "",
        by_uuid=actor.user_uuid,
        by_name=actor.name,
    )
    return enter(step, actor=actor, action="case.step")
