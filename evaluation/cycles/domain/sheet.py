"""What a station writes into its sheet: confirm, dispute, declare, prove, submit."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.cycles.domain.step import begin, begin_item, move, need_reason, touch
from evaluation.cycles.domain.values import check_inputs, plain, refuse_gaps
from evaluation.cycles.models import Evaluation, Evidence, Item, Submission
from evaluation.cycles.queries.missing import list_missing
from evaluation.cycles.queries.sheet import NA, Line, key_of_source, line_of, list_lines, rubric_of
from evaluation.cycles.states import Act, State
from kernel.access.actor import Actor
from kernel.errors import Conflict, FieldError, Invalid
from kernel.files.domain import drop_file, store_file
from kernel.workdays.clock import now, today


@transaction.atomic
def confirm_fact(
    *, actor: Actor, evaluation: Evaluation, indicator: str, seen: int | None = None
) -> Item:
    """The head agrees with what the records say; a dispute of before is taken back.

    Refused: an indicator without a computed fact (Invalid).
    """
    item = begin_item(
        Act.DECLARE, actor=actor, evaluation=evaluation, indicator=indicator, seen=seen
    )
    _need_fact(line_of(item), "confirm")
    _clear_dispute(item)
    item.confirmed_by, item.confirmed_by_name, item.confirmed_at = (
        actor.user_uuid,
        actor.name,
        now(),
    )
    return _save(item, actor, {"indicator": indicator, "confirmed": True})


@transaction.atomic
def dispute_fact(
    *,
    actor: Actor,
    evaluation: Evaluation,
    indicator: str,
    inputs: Mapping[str, Any],
    reason: str,
    seen: int | None = None,
) -> Item:
    """The head says what a computed fact should be, and why; the frozen fact stays.

    ``inputs`` holds the disputed computed keys, or ``{"na": True}``. Refused: other keys,
    values that cannot be or are not there, no reason (Invalid).
    """
    item = begin_item(
        Act.DECLARE, actor=actor, evaluation=evaluation, indicator=indicator, seen=seen
    )
    line = line_of(item)
    _need_fact(line, "dispute")
    text = need_reason(reason, "dispute.reason")
    _need_keys(line, inputs, allowed=line.facts)
    _clear_dispute(item)
    item.disputed, item.dispute_reason = plain(inputs), text
    item.disputed_by, item.disputed_by_name, item.disputed_at = actor.user_uuid, actor.name, now()
    item.confirmed_by, item.confirmed_by_name, item.confirmed_at = None, "", None
    check_inputs(line, given=inputs)
    refuse_gaps(line)
    return _save(item, actor, {"indicator": indicator, "disputed": item.disputed})


@transaction.atomic
def declare_inputs(
    *,
    actor: Actor,
    evaluation: Evaluation,
    indicator: str,
    inputs: Mapping[str, Any],
    seen: int | None = None,
) -> Item:
    """Write declared inputs, key by key; ``{"na": True}`` stands in place of all of them.

    The head declares; T1-T4 are the bureau's until surveys exist. Refused: a key the frozen
    fact covers (Conflict, code computed), a reviewer's grade, values that cannot be (Invalid).
    """
    act = act_on(evaluation, indicator)
    item = begin_item(act, actor=actor, evaluation=evaluation, indicator=indicator, seen=seen)
    line = line_of(item)
    _refuse_computed(line, inputs)
    _need_keys(line, inputs, allowed=line.own_keys)
    before = item.inputs
    item.inputs = _merge(before, inputs)
    check_inputs(line, given=inputs)
    item.inputs = plain(item.inputs)
    item.declared_by, item.declared_by_name, item.declared_at = actor.user_uuid, actor.name, now()
    return _save(item, actor, {"indicator": indicator, "inputs": item.inputs}, act)


@transaction.atomic
def attach_evidence(
    *, actor: Actor, evaluation: Evaluation, indicator: str, upload: UploadedFile
) -> Evidence:
    """Hang a file on an item. Refused: a file that may not be stored (Invalid)."""
    item = begin_item(Act.DECLARE, actor=actor, evaluation=evaluation, indicator=indicator)
    stored = store_file(actor=actor, upload=upload)
    evidence = Evidence.objects.create(item=item, file=stored, attached_at=now())
    change = {"indicator": indicator, "attached": str(evidence.uuid), "digest": stored.digest}
    touch(item.evaluation, actor=actor, act=Act.DECLARE, change=change)
    return evidence


@transaction.atomic
def remove_evidence(*, actor: Actor, evidence: Evidence) -> None:
    """Take a file away that was never handed in, and destroy it; one that was stays (Conflict)."""
    item = evidence.item
    evaluation = begin(Act.DECLARE, actor=actor, evaluation=item.evaluation)
    if evaluation.submitted_at and evidence.attached_at <= evaluation.submitted_at:
        raise Conflict(_("This file was handed in and stays with the sheet."), code="submitted")
    change = {"indicator": item.indicator, "removed": str(evidence.uuid)}
    evidence.delete()
    drop_file(actor=actor, stored=evidence.file)
    touch(evaluation, actor=actor, act=Act.DECLARE, change=change)


@transaction.atomic
def submit(
    *, actor: Actor, evaluation: Evaluation, pledge: bool, seen: int | None = None
) -> Evaluation:
    """Hand the sheet in with the truth pledge; what was handed in is kept as it is.

    Refused with every missing point in rubric order (Invalid, code incomplete).
    """
    evaluation = begin(Act.SUBMIT, actor=actor, evaluation=evaluation, seen=seen)
    lines = list_lines(evaluation)
    errors = list_missing(evaluation, lines)
    if pledge is not True:
        message = _("The truth of the sheet must be pledged.")
        errors.append(FieldError("pledge", "required", message, pledge, True))
    if errors:
        raise Invalid(_("The sheet is not complete."), code="incomplete", errors=errors)
    _keep_submission(evaluation, lines, actor)
    evaluation.submitted_at = now()
    if evaluation.first_submitted_at is None:
        evaluation.first_submitted_at = evaluation.submitted_at
        evaluation.on_time = evaluation.due_on is None or today() <= evaluation.due_on
    return move(evaluation, actor=actor, act=Act.SUBMIT, state=State.SUBMITTED)


def _keep_submission(evaluation: Evaluation, lines: list[Line], actor: Actor) -> None:
    files = _digests(evaluation)
    content = {
        line.indicator.id: {
            "facts": line.facts,
            "inputs": line.item.inputs,
            "disputed": line.item.disputed,
            "dispute_reason": line.item.dispute_reason,
            "evidence": files.get(line.indicator.id, []),
        }
        for line in lines
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    Submission.objects.create(
        evaluation=evaluation,
        seq=evaluation.submissions.count() + 1,
        content=content,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        pledged_by=actor.user_uuid,
        pledged_by_name=actor.name,
        submitted_at=now(),
    )


def _digests(evaluation: Evaluation) -> dict[str, list[str]]:
    rows = Evidence.objects.filter(item__evaluation=evaluation).order_by("id")
    found: dict[str, list[str]] = {}
    for indicator, digest in rows.values_list("item__indicator", "file__digest"):
        found.setdefault(indicator, []).append(digest)
    return found


def _save(item: Item, actor: Actor, change: dict[str, Any], act: Act = Act.DECLARE) -> Item:
    item.save()
    touch(item.evaluation, actor=actor, act=act, change=change)
    return item


def _clear_dispute(item: Item) -> None:
    item.disputed, item.dispute_reason = None, ""
    item.disputed_by, item.disputed_by_name, item.disputed_at = None, "", None
    item.ruling, item.ruling_reason = None, ""
    item.ruled_by, item.ruled_by_name, item.ruled_at = None, "", None


def act_on(evaluation: Evaluation, indicator: str) -> Act:
    """Whose the indicator's inputs are: the bureau's for a survey, else the station's."""
    found = rubric_of(evaluation.cycle).by_id.get(indicator)
    survey = found is not None and key_of_source(found, "survey") is not None
    return Act.SURVEY if survey else Act.DECLARE


def _need_fact(line: Line, field: str) -> None:
    if not line.facts:
        message = _("Nothing of %(indicator)s is computed from records.")
        text = message % {"indicator": line.indicator.id}
        raise Invalid(text, errors=[FieldError(field, "not_computed", text)])


def _refuse_computed(line: Line, inputs: Mapping[str, Any]) -> None:
    computed = {*line.computed_keys, *(["na"] if line.facts else [])}
    keys = [key for key in inputs if key in computed] if isinstance(inputs, Mapping) else []
    if keys:
        message = _("This value is computed from records; confirm or dispute it.")
        errors = [
            FieldError(f"{line.indicator.id}.{key}", "computed", message, inputs[key], "dispute")
            for key in keys
        ]
        raise Conflict(message, code="computed", errors=errors)


def _need_keys(line: Line, inputs: Any, *, allowed: Any) -> None:
    names = sorted([*allowed, "na"])
    if not isinstance(inputs, Mapping) or not inputs:
        message = _("Inputs by their keys are expected.")
        error = FieldError(f"{line.indicator.id}", "inputs", message, inputs, names)
        raise Invalid(message, errors=[error])
    unknown = [key for key in inputs if key not in names]
    if unknown:
        message = _("This key cannot be given here.")
        raise Invalid(
            message,
            errors=[
                FieldError(f"{line.indicator.id}.{key}", "unknown", message, inputs[key], names)
                for key in unknown
            ],
        )


def _merge(before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Key by key; ``na`` alone replaces all, and gives way to any other key."""
    if given.get("na") is True and len(given) == 1:
        return dict(NA)
    kept = {} if before == NA else dict(before)
    return {key: value for key, value in {**kept, **given}.items() if (key, value) != ("na", False)}
