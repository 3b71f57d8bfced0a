"""Cases under the names of the API; names and texts only where the actor may read them."""

from typing import Any

from stations.casework.models import ArchiveVolume, CaseDocument, CaseFollowUp, CaseStep
from stations.casework.queries.case import CaseView, Missing, household_in, name_in
from stations.casework.sections import unpack


def shape_row(case: Any) -> dict[str, Any]:
    """A case that ``cases_of`` gave."""
    return {
        "id": case.uuid,
        "station": case.station.code,
        "beneficiary": {"id": case.beneficiary.uuid, "name": name_in(case)},
        "title": case.title if case.may_read else None,
        "unit": case.unit,
        "household": _household(case),
        "kind": case.kind,
        "problem": case.problem,
        "responsible": case.responsible.name if case.responsible else None,
        "stage": case.stage,
        "opened_on": case.opened_on,
        "closed_on": case.closed_on,
        "closure_reason": case.closure_reason or None,
        "receiver": (case.receiver or None) if case.may_read else None,
    }


def _household(case: Any) -> dict[str, Any] | None:
    if case.household is None:
        return None
    return {"id": case.household.uuid, "name": household_in(case)}


def shape_case(view: CaseView) -> dict[str, Any]:
    """One case with all that hangs on it."""
    case, reads = view.case, view.may_read
    return shape_row(case) | {
        "withdrawn_at": case.withdrawn_at,
        "next": view.next_step or None,
        "missing": [_missing(each) for each in view.missing],
        "closure_requested_by": case.closure_requested_by_name or None,
        "documents": [shape_document(each, reads) for each in view.documents],
        "steps": [_step(each, reads) for each in view.steps],
        "volumes": [_volume(each) for each in view.volumes],
        "follow_ups": [shape_follow_up(each, reads) for each in view.follow_ups],
    }


def _volume(volume: ArchiveVolume) -> dict[str, Any]:
    return {
        "id": volume.uuid,
        "number": volume.number,
        "filed_on": volume.filed_on,
        "withdrawn_at": volume.withdrawn_at,
    }


def _missing(missing: Missing) -> dict[str, Any]:
    return {"document": missing.kind, "check": missing.check, "clause": missing.clause}


def shape_document(document: CaseDocument, reads: bool) -> dict[str, Any]:
    return {
        "id": document.uuid,
        "kind": document.kind,
        "body": document.body if reads else None,
        "sections": unpack(document.sections) if reads else None,
        "written_on": document.written_on,
        "signed": document.signed,
    }


def shape_follow_up(follow_up: CaseFollowUp, reads: bool) -> dict[str, Any]:
    return {
        "id": follow_up.uuid,
        "due_on": follow_up.due_on,
        "done_on": follow_up.done_on,
        "note": (follow_up.note or None) if reads else None,
    }


def _step(step: CaseStep, reads: bool) -> dict[str, Any]:
    return {
        "act": step.act,
        "from_stage": step.from_stage or None,
        "to_stage": step.to_stage,
        "at": step.received_at,
        "by": step.by_name,
        "reason": (step.reason or None) if reads else None,
    }
