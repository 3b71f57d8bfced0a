"""Checking a sheet before anything is scored: what cannot be is refused, what lacks is listed.

The order of reporting is fixed: unknown indicators; then each indicator in rubric order with
`na` and unknown keys, keys in table order, part over whole; then vetoes, caps and bonus.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from evaluation.scoring.given import Allowed, Refusal, SheetInput
from evaluation.scoring.indicator import Indicator, InputSpec, Part
from evaluation.scoring.numbers import decimal_text, exact_decimal
from evaluation.scoring.rubric import Rubric
from evaluation.scoring.values import INVALID, LACKING, Reading, read_value

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEARS = range(1000, 10000)


@dataclass(frozen=True)
class Answer:
    """One indicator as read: declared N/A, or its values, the parts that count with them and
    the keys it lacks (the indicator is MISSING when there are any)."""

    na: bool
    values: Mapping[str, Any]
    parts: tuple[Part, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class ReadSheet:
    """A sheet as read: the months the station was open, and an answer for each indicator.

    With refusals nothing else may be used.
    """

    months: int
    answers: Mapping[str, Answer]
    refusals: tuple[Refusal, ...]


def check(rubric: Rubric, sheet: SheetInput) -> list[Refusal]:
    """What is refused of a sheet, in reporting order; empty when all of it can be."""
    return list(read_sheet(rubric, sheet).refusals)


def missing(rubric: Rubric, sheet: SheetInput) -> tuple[str, ...]:
    """The indicators without a complete answer, in rubric order (refusals aside)."""
    answers = read_sheet(rubric, sheet).answers
    return tuple(id for id, answer in answers.items() if answer.lacking)


def missing_keys(rubric: Rubric, sheet: SheetInput) -> dict[str, tuple[str, ...]]:
    """The keys each MISSING indicator lacks, in rubric and table order."""
    answers = read_sheet(rubric, sheet).answers
    return {id: answer.lacking for id, answer in answers.items() if answer.lacking}


def months_open(year: int, opened_on: date) -> int:
    """The months of `year` the station was open; the opening month counts as open."""
    return 13 - opened_on.month if opened_on.year == year else 12


def read_sheet(rubric: Rubric, sheet: SheetInput) -> ReadSheet:
    """Reads a whole sheet; a wrong year, track or opening date stops the reading there."""
    reading = Reading(rubric, months=12)
    opened_on = _read_header(rubric, sheet, reading)
    if opened_on is None:
        return ReadSheet(12, {}, tuple(reading.refusals))
    reading.months = months_open(sheet.year, opened_on)
    inputs = sheet.inputs
    if not isinstance(inputs, Mapping):
        allowed = Allowed("indicators with their inputs")
        reading.refuse("inputs", "not inputs by indicator", inputs, allowed)
        inputs = {}
    for id in inputs:
        if id not in rubric.by_id:
            allowed = Allowed(", ".join(rubric.by_id))
            reading.refuse(str(id), "unknown indicator", inputs[id], allowed)
    answers = {
        each.id: _read_answer(each, sheet.track, inputs.get(each.id), reading)
        for each in rubric.indicators
    }
    _check_findings(rubric, sheet, reading)
    return ReadSheet(reading.months, answers, tuple(reading.refusals))


def _read_header(rubric: Rubric, sheet: SheetInput, reading: Reading) -> date | None:
    year_fits = type(sheet.year) is int and sheet.year in YEARS
    if not year_fits:
        reading.refuse("year", "not a year", sheet.year, Allowed("a year of four digits"))
    tracks = [each.id for each in rubric.tracks]
    if sheet.track not in tracks:
        reading.refuse("track", "unknown track", sheet.track, Allowed(", ".join(tracks)))
    opened_on = _read_date(sheet.opened_on)
    if opened_on is None:
        allowed = Allowed("a date YYYY-MM-DD")
        reading.refuse("opened_on", "not a date", sheet.opened_on, allowed)
    elif year_fits and opened_on.year > sheet.year:
        allowed = Allowed("a date not after %(year)s", year=sheet.year)
        reading.refuse("opened_on", "after the year", sheet.opened_on, allowed)
    return None if reading.refusals else opened_on


def _read_date(given: Any) -> date | None:
    if type(given) is date:
        return given
    if not isinstance(given, str) or not DATE.fullmatch(given):
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _read_answer(indicator: Indicator, track: str, given: Any, reading: Reading) -> Answer:
    if given is None:
        given = {}
    if not isinstance(given, Mapping):
        keys = Allowed(", ".join(each.key for each in indicator.inputs))
        reading.refuse(indicator.id, "not inputs by key", given, keys)
        return Answer(False, {}, (), ())
    na = _read_na(indicator, track, given, reading)
    _refuse_unknown_keys(indicator, given, reading)
    if na:
        return Answer(True, {}, (), ())
    values = {spec.key: _read_input(indicator, spec, given, reading) for spec in indicator.inputs}
    _check_wholes(indicator, values, given, reading)
    parts, lacking = counting_parts(indicator, track, values)
    return Answer(False, values, parts, lacking)


def _read_na(indicator: Indicator, track: str, given: Mapping[str, Any], reading: Reading) -> bool:
    na, path = given.get("na"), f"{indicator.id}.na"
    if na is None or na is False:
        return False
    if na is not True:
        reading.refuse(path, "neither true nor false", na, Allowed("true, or the inputs instead"))
        return False
    if indicator.na is None or track not in indicator.na.tracks:
        reading.refuse(path, "N/A does not apply here", na, _na_allowed(indicator))
        return False
    others = [key for key in given if key != "na" and given[key] is not None]
    if others:
        reading.refuse(path, "N/A stands alone", others, Allowed("na: true alone"))
        return False
    return True


def _na_allowed(indicator: Indicator) -> Allowed:
    if indicator.na is None:
        return Allowed("the inputs")
    return Allowed("N/A on the tracks %(tracks)s", tracks=", ".join(indicator.na.tracks))


def _refuse_unknown_keys(indicator: Indicator, given: Mapping[str, Any], reading: Reading) -> None:
    keys = [each.key for each in indicator.inputs]
    for key in given:
        if key != "na" and key not in keys:
            allowed = Allowed(", ".join([*keys, "na"]))
            reading.refuse(f"{indicator.id}.{key}", "unknown key", given[key], allowed)


def _read_input(
    indicator: Indicator, spec: InputSpec, given: Mapping[str, Any], reading: Reading
) -> Any:
    if spec.key not in given:
        value = LACKING
    else:
        value = read_value(spec, given[spec.key], f"{indicator.id}.{spec.key}", reading)
    return spec.default if value is LACKING and spec.default is not None else value


def _check_wholes(
    indicator: Indicator, values: dict[str, Any], given: Mapping[str, Any], reading: Reading
) -> None:
    for spec in indicator.inputs:
        involved = [values[key] for key in (spec.key, *spec.at_most)]
        if not spec.at_most or LACKING in involved or INVALID in involved:
            continue
        whole = sum(involved[1:], Fraction(0))
        if involved[0] > whole:
            reading.refuse_whole(f"{indicator.id}.{spec.key}", given[spec.key], whole)
    reading.report_wholes()


def counting_parts(
    indicator: Indicator, track: str, values: Mapping[str, Any]
) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """The parts that count with these values, and the needed keys that lack, in table order.

    A key is needed when a counting part reads it or when it decides whether a part counts.
    """
    counting: list[Part] = []
    undecided: set[str] = set()
    needed: set[str] = set()
    for part in indicator.parts_on(track):
        if part.when:
            needed.add(part.when)
            if values.get(part.when, LACKING) in (LACKING, INVALID):
                undecided.add(part.name)
                continue
            if not _holds(part, values[part.when]):
                continue
        if part.unless in undecided or any(each.name == part.unless for each in counting):
            continue
        counting.append(part)
        needed.update(part.inputs)
    lacking = tuple(
        spec.key
        for spec in indicator.inputs
        if spec.key in needed and values.get(spec.key, LACKING) is LACKING
    )
    return tuple(counting), lacking


def _holds(part: Part, value: Any) -> bool:
    at_least = part.parameter("when_at_least")
    return value is True if at_least is None else value >= at_least.value


def _check_findings(rubric: Rubric, sheet: SheetInput, reading: Reading) -> None:
    _check_list("vetoes", sheet.vetoes, [each.id for each in rubric.vetoes], reading)
    given_caps = [each.id for each in rubric.caps if each.kind == "GIVEN"]
    _check_list("caps", sheet.caps, given_caps, reading)
    if not isinstance(sheet.bonus, Mapping):
        reading.refuse("bonus", "not points by bonus", sheet.bonus, Allowed("bonuses with points"))
        return
    bonus = {each.id: each for each in rubric.bonus}
    for id, points in sheet.bonus.items():
        path = f"bonus.{id}"
        if id not in bonus:
            reading.refuse(path, "unknown bonus", points, Allowed(", ".join(bonus)))
        elif points is not None and exact_decimal(points) not in bonus[id].allowed:
            allowed = Allowed(", ".join(decimal_text(each) for each in bonus[id].allowed))
            reading.refuse(path, "not among the points of this bonus", points, allowed)


def _check_list(name: str, given: Any, known: list[str], reading: Reading) -> None:
    allowed = Allowed("a list of %(ids)s", ids=", ".join(known))
    if not isinstance(given, list | tuple):
        reading.refuse(name, "not a list", given, allowed)
        return
    for each in given:
        if each not in known:
            reading.refuse(f"{name}.{each}", "not among those given here", each, allowed)
