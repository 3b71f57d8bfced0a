"""What the page of one clause shows: tree, card, forms, summary."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from evaluation.cycles.forms.fields import ReasonField
from evaluation.cycles.forms.inputs import InputsForm, field_of
from evaluation.cycles.guards import is_free, visible_version
from evaluation.cycles.labels import input_lines, label_text, threshold_text
from evaluation.cycles.models import Evaluation, Evidence, Item
from evaluation.cycles.pages.common import crumbs_of
from evaluation.cycles.queries.missing import list_missing
from evaluation.cycles.queries.sheet import Line, lines_for, rubric_of, score_lines
from evaluation.cycles.states import Act
from kernel.access.request import ActorRequest
from kernel.errors import FieldError, Invalid


def clause_context(request: ActorRequest, item: Item) -> dict[str, Any]:
    """Everything of the page of one clause, with the forms as they stand."""
    actor, evaluation = request.actor, item.evaluation
    lines = lines_for(actor, evaluation)
    missing = list_missing(evaluation, lines)
    position = next(n for n, line in enumerate(lines) if line.indicator.id == item.indicator)
    line = lines[position]
    evidence = Evidence.objects.restrict(actor, "view").filter(item=item).select_related("file")
    return {
        "evaluation": evaluation,
        "version": visible_version(actor, evaluation),
        "may_write": is_free(Act.DECLARE, actor, evaluation),
        "stored": input_lines(line.indicator, line.item.inputs),
        "may_submit": is_free(Act.SUBMIT, actor, evaluation),
        "line": line,
        "threshold": threshold_text(line.indicator),
        "form": declared_form(line),
        "dispute_form": dispute_form(line) if line.facts else None,
        "evidence": evidence,
        "own_missing": [each for each in missing if _indicator_of(each) == item.indicator],
        "previous": lines[position - 1].indicator.id if position else None,
        "following": lines[position + 1].indicator.id if position + 1 < len(lines) else None,
        **summary_context(evaluation, lines, missing),
        "crumbs": crumbs_of(evaluation, _("Self-evaluation")),
    }


def summary_context(
    evaluation: Evaluation, lines: list[Line], missing: list[FieldError]
) -> dict[str, Any]:
    """The tree with its marks, and the score of what has been answered so far."""
    lacking: dict[str, list[FieldError]] = {}
    for each in missing:
        lacking.setdefault(_indicator_of(each), []).append(each)
    sheet = score_lines(evaluation, lines)
    known = [each for each in sheet.scores.values() if each.state == "SCORED"]
    rubric = rubric_of(evaluation.cycle)
    by_area = {
        area.id: [line for line in lines if line.indicator.area == area.id] for area in rubric.areas
    }
    return {
        "tree": [
            {
                "area": area,
                "lines": [(line, lacking.get(line.indicator.id, [])) for line in by_area[area.id]],
                "done": sum(line.indicator.id not in lacking for line in by_area[area.id]),
                "all": len(by_area[area.id]),
            }
            for area in rubric.areas
        ],
        "missing": missing,
        "lacking_clauses": len(lacking),
        "done_clauses": len(lines) - len(lacking),
        "all_clauses": len(lines),
        "score_so_far": sum((each.score or Fraction(0) for each in known), Fraction(0)),
        "points_so_far": sum((each.points for each in known), Fraction(0)),
    }


def declared_form(
    line: Line, data: Mapping[str, Any] | None = None, *, marker: str = "id"
) -> InputsForm:
    """The form of the inputs the station (for T1-T4: the bureau) gives itself."""
    specs = [
        spec
        for spec in line.indicator.inputs_on(line.item.evaluation.track)
        if spec.key in line.own_keys
    ]
    na = line.indicator.na
    applies = na is not None and (line.item.evaluation.track in na.tracks or not na.tracks)
    return InputsForm(
        data,
        specs=specs,
        values=line.item.inputs,
        may_be_na=applies and not line.facts,
        na_condition=label_text(na.condition) if na and applies else "",
        marker=marker,
    )


def dispute_form(line: Line, data: Mapping[str, Any] | None = None) -> InputsForm:
    """The form of the computed inputs, filled with what was frozen or disputed, and a reason."""
    specs = [spec for spec in line.indicator.inputs if spec.key in line.facts]
    values = {**line.facts, **(line.item.disputed or {})}
    form = InputsForm(data, specs=specs, values=values)
    form.fields["reason"] = ReasonField(initial=line.item.dispute_reason)
    return form


def put_errors(form: forms.Form, error: Invalid) -> None:
    """Each refusal beside the field it names, the rest on top."""
    for each in error.errors:
        name = field_of(each.field) if "." in each.field else each.field
        form.add_error(name if name in form.fields else None, each.message)
    if not error.errors:
        form.add_error(None, error.detail)


def clause_address(evaluation: Evaluation, indicator: str) -> str:
    return reverse("cycles:clause", args=[evaluation.uuid, indicator])


def _indicator_of(error: FieldError) -> str:
    return error.field.partition(".")[0]
