"""The sheet of one evaluation: facts, what was declared, grades, and the score they give."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from evaluation.cycles.models import Cycle, Decision, Evaluation, Item, ReviewGrade
from evaluation.facts.queries import frozen_inputs
from evaluation.scoring import (
    Indicator,
    Rubric,
    Sheet,
    SheetInput,
    digest_of,
    missing_keys,
    score,
)
from kernel.access.actor import Actor

RUBRICS_KEPT = 16
NA = {"na": True}


@dataclass(frozen=True)
class Line:
    """One indicator of a sheet, as one person may see it.

    ``facts`` are the frozen inputs, ``records`` how many records stand behind them (None where
    nothing is computed);
    ``grades`` the letters this person may see; ``decided`` the letter that replaces them.
    """

    indicator: Indicator
    item: Item
    facts: Mapping[str, Any]
    records: int | None
    grades: tuple[str, ...] = ()
    decided: str | None = None

    @property
    def grade_key(self) -> str | None:
        return key_of_source(self.indicator, "graded")

    @property
    def is_survey(self) -> bool:
        return key_of_source(self.indicator, "survey") is not None

    @property
    def computed_keys(self) -> frozenset[str]:
        """The keys only records give: the frozen ones, and those the track leaves unused."""
        used = {spec.key for spec in self.indicator.inputs_on(self.item.evaluation.track)}
        unused = {
            spec.key
            for spec in self.indicator.inputs
            if spec.source == "computed" and spec.key not in used
        }
        return frozenset({*self.facts, *unused})

    @property
    def own_keys(self) -> frozenset[str]:
        """The keys the station (of T1-T4: the bureau) gives: neither computed nor graded."""
        others = {*self.computed_keys, self.grade_key}
        return frozenset(spec.key for spec in self.indicator.inputs) - others

    @property
    def needs_confirmation(self) -> bool:
        """A computed fact that was neither confirmed nor disputed."""
        answered = self.item.confirmed_at is not None or self.item.disputed is not None
        return bool(self.facts) and not answered

    @property
    def is_na(self) -> bool:
        return self.inputs() == NA

    def variants(self) -> list[dict[str, Any]]:
        """The inputs as they may come to be scored: with the frozen fact, with the disputed."""
        found = [self._inputs(self.facts)]
        if self.item.disputed is not None:
            found.append(self._inputs(self._disputed()))
        return found

    def inputs(self) -> dict[str, Any]:
        """The inputs that count now: the disputed ones only where the bureau accepted them."""
        accepted = self.item.disputed is not None and self.item.ruling is True
        return self._inputs(self._disputed() if accepted else self.facts)

    def _disputed(self) -> Mapping[str, Any]:
        disputed = self.item.disputed or {}
        return disputed if disputed == NA else {**self.facts, **disputed}

    def _inputs(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        if NA in (facts, self.item.inputs):
            return dict(NA)
        inputs = {**facts, **self.item.inputs}
        letters = [self.decided] if self.decided else list(self.grades)
        if self.grade_key and letters:
            inputs[self.grade_key] = letters
        return inputs


def key_of_source(indicator: Indicator, source: str) -> str | None:
    """The first input of an indicator that comes from this source."""
    return next((spec.key for spec in indicator.inputs if spec.source == source), None)


def rubric_of(cycle: Cycle) -> Rubric:
    """The rubric a cycle was opened with; kept in the process, since a digest never changes."""
    return _read_rubric(cycle.rubric_digest)


@lru_cache(maxsize=RUBRICS_KEPT)
def _read_rubric(digest: str) -> Rubric:
    """Kept for every county that has the same rubric, so it must be what its digest says: a
    copy that was altered in one county would else be scored by in all of them."""
    data = Cycle.objects.filter(rubric_digest=digest).values_list("rubric", flat=True)[0]
    if digest_of(data) != digest:
        raise ValueError(f"The copy of the rubric {digest} in this county was altered.")
    return Rubric.from_data(data)


def list_lines(
    evaluation: Evaluation,
    *,
    grades: Mapping[str, Sequence[str]] | None = None,
    decisions: Mapping[str, str] | None = None,
) -> list[Line]:
    """The lines of a sheet in rubric order, with the grades given by indicator: two queries."""
    facts = frozen_inputs(evaluation.cycle.uuid, evaluation.station_id)
    rubric = rubric_of(evaluation.cycle)
    given, decided = grades or {}, decisions or {}
    lines = []
    for item in sorted(evaluation.items.all(), key=lambda each: each.position):
        fact = facts.get(item.indicator)
        lines.append(
            Line(
                indicator=rubric.indicator(item.indicator),
                item=item,
                facts=fact.inputs if fact else {},
                records=fact.records if fact else None,
                grades=tuple(given.get(item.indicator, ())),
                decided=decided.get(item.indicator),
            )
        )
    return lines


def line_of(item: Item) -> Line:
    """One line without grades, for checking what is written into it."""
    evaluation = item.evaluation
    fact = frozen_inputs(evaluation.cycle.uuid, evaluation.station_id).get(item.indicator)
    indicator = rubric_of(evaluation.cycle).indicator(item.indicator)
    return Line(
        indicator=indicator,
        item=item,
        facts=fact.inputs if fact else {},
        records=fact.records if fact else None,
    )


def lines_for(actor: Actor, evaluation: Evaluation) -> list[Line]:
    """The lines as this person may see them (blindness: `rules.grade_rule`)."""
    decisions = Decision.objects.restrict(actor, "view").filter(evaluation=evaluation)
    return list_lines(
        evaluation,
        grades=grades_seen(actor, evaluation),
        decisions=dict(decisions.values_list("indicator", "grade")),
    )


def grades_seen(actor: Actor, evaluation: Evaluation) -> dict[str, list[str]]:
    """The letters of the active reviewers by indicator, as far as this person may see them."""
    return _letters(evaluation, ReviewGrade.objects.restrict(actor, "view"))


def grades_given(evaluation: Evaluation) -> dict[str, list[str]]:
    """All letters of the active reviewers by indicator, for the domain's own arithmetic."""
    return _letters(evaluation, ReviewGrade.objects.all())


def _letters(evaluation: Evaluation, rows: QuerySet[ReviewGrade]) -> dict[str, list[str]]:
    rows = rows.filter(assignment__evaluation=evaluation, assignment__recused_at__isnull=True)
    found: dict[str, list[str]] = {}
    for indicator, grade in rows.values_list("indicator", "grade").order_by("assignment_id"):
        found.setdefault(indicator, []).append(grade)
    return found


def sheet_input(
    evaluation: Evaluation, inputs: Mapping[str, Any], findings: Iterable[Any] = ()
) -> SheetInput:
    """What scoring takes: these inputs by indicator, with the findings that stand."""
    by_kind: dict[str, list[Any]] = {"VETO": [], "CAP": [], "BONUS": []}
    for each in findings:
        by_kind[each.kind].append(each)
    return SheetInput(
        year=evaluation.cycle.year,
        track=evaluation.track,
        opened_on=evaluation.opened_on,
        inputs=inputs,
        vetoes=[each.code for each in by_kind["VETO"]],
        caps=[each.code for each in by_kind["CAP"]],
        bonus={each.code: each.points for each in by_kind["BONUS"]},
    )


def inputs_by_indicator(lines: Iterable[Line]) -> dict[str, dict[str, Any]]:
    return {line.indicator.id: line.inputs() for line in lines}


def score_lines(
    evaluation: Evaluation, lines: Iterable[Line], findings: Iterable[Any] = ()
) -> Sheet:
    """The sheet these lines give; without total and grade while something is missing."""
    given = sheet_input(evaluation, inputs_by_indicator(lines), findings)
    return score(rubric_of(evaluation.cycle), given)


def lacking(evaluation: Evaluation, lines: Sequence[Line]) -> dict[str, tuple[str, ...]]:
    """The keys each line lacks to be scored, graded and survey keys included."""
    given = sheet_input(evaluation, inputs_by_indicator(lines))
    return missing_keys(rubric_of(evaluation.cycle), given)


def grades_due(evaluation: Evaluation) -> list[str]:
    """The indicators every reviewer has to grade: those that lack nothing but a grade.

    An indicator declared N/A, or one whose grade the other inputs make unused, is not due.
    """
    lines = list_lines(evaluation)
    keys = lacking(evaluation, lines)
    return [
        line.indicator.id for line in lines if line.grade_key in keys.get(line.indicator.id, ())
    ]
