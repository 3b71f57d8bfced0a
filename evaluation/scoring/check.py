"""Checking a sheet before anything is scored: what cannot be is refused, what lacks is listed.

The order of reporting is fixed: unknown indicators; then each indicator in rubric order with
`na` and unknown keys, keys in table order, part over whole; then vetoes, caps and bonus.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from evaluation.scoring.answer import Answer
from evaluation.scoring.given import Allowed, Refusal, SheetInput
from evaluation.scoring.numbers import decimal_text, exact_decimal
from evaluation.scoring.read import read_answer
from evaluation.scoring.ready import ready_rubric
from evaluation.scoring.rubric import Rubric
from evaluation.scoring.values import Reading

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEARS = range(1000, 10000)


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
    ready = ready_rubric(rubric, sheet.track, reading.months)
    answers = {id: read_answer(each, inputs.get(id), reading) for id, each in ready.items()}
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
