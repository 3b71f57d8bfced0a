"""Reading one indicator's inputs into an answer, once for all stations that give the same.

Most inputs are yes or no, letters and small counts, so stations share most of their answers.
"""

import marshal
from collections.abc import Mapping
from typing import Any

from evaluation.scoring.answer import Answer
from evaluation.scoring.given import Allowed
from evaluation.scoring.indicator import Indicator, InputSpec
from evaluation.scoring.numbers import add_up
from evaluation.scoring.ready import ReadyIndicator, ReadyPart
from evaluation.scoring.values import LACKING, Mark, Reading, read_value

# About 5 kB each. What is full starts anew: what stations share is soon back.
MOST_ANSWERS = 4096
MOST_SEEN = 65536
MOST_BYTES = 1000
_answers: dict[tuple[ReadyIndicator, bytes], Answer] = {}
_seen_once: set[int] = set()


def forget_answers() -> None:
    """Empties the memory of answers; changes how long the next sheets take, nothing else."""
    _answers.clear()
    _seen_once.clear()


def read_answer(ready: ReadyIndicator, given: Any, reading: Reading) -> Answer:
    """The answer of one indicator; what cannot be is noted in `reading`.

    Only what is given a second time is remembered: figures no two stations share would fill
    the memory for nothing.
    """
    written = _written(given)
    if written is None:
        return _read(ready, given, reading)
    key = (ready, written)
    answer = _answers.get(key)
    if answer is not None:
        return answer
    if not _is_second(hash(key)):
        return _read(ready, given, reading)
    # Read from a copy: the caller may change his inputs after the sheet is scored.
    refused = len(reading.refusals)
    answer = _read(ready, marshal.loads(written), reading)
    if len(reading.refusals) == refused:
        if len(_answers) >= MOST_ANSWERS:
            _answers.clear()
        _answers[key] = answer
    return answer


def _is_second(mark: int) -> bool:
    """Whether this was seen before; two things of one hash are only remembered too early."""
    if mark in _seen_once:
        return True
    if len(_seen_once) >= MOST_SEEN:
        _seen_once.clear()
    _seen_once.add(mark)
    return False


def _written(given: Any) -> bytes | None:
    """The inputs as bytes that differ whenever value, type or order differs.

    None for what is too long to keep, and for anything but the plain types of JSON and YAML.
    Version 2 of marshal writes the values alone; later ones also which objects are the same.
    """
    try:
        written = marshal.dumps(given, 2)
    except ValueError:
        return None
    return written if len(written) <= MOST_BYTES else None


def _read(ready: ReadyIndicator, given: Any, reading: Reading) -> Answer:
    if given is None:
        given = {}
    if not isinstance(given, Mapping):
        keys = Allowed(", ".join(ready.inputs))
        reading.refuse(ready.indicator.id, "not inputs by key", given, keys)
        return Answer(ready, {})
    na = "na" in given and _read_na(ready, given, reading)
    _refuse_unknown_keys(ready, given, reading)
    if na:
        return Answer(ready, given, na=True)
    id = ready.indicator.id
    values = {
        key: _read_input(spec, given, f"{id}.{key}", reading) for key, spec in ready.inputs.items()
    }
    _check_wholes(ready, values, given, reading)
    parts, lacking = counting_parts(ready, values)
    return Answer(ready, given, values=values, parts=parts, lacking=lacking)


def _read_na(ready: ReadyIndicator, given: Mapping[str, Any], reading: Reading) -> bool:
    na, path = given["na"], f"{ready.indicator.id}.na"
    if na is None or na is False:
        return False
    if na is not True:
        reading.refuse(path, "neither true nor false", na, Allowed("true, or the inputs instead"))
        return False
    if not ready.may_be_na:
        reading.refuse(path, "N/A does not apply here", na, _na_allowed(ready.indicator))
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


def _refuse_unknown_keys(ready: ReadyIndicator, given: Mapping[str, Any], reading: Reading) -> None:
    for key in given:
        if key != "na" and key not in ready.inputs:
            allowed = Allowed(", ".join([*ready.inputs, "na"]))
            reading.refuse(f"{ready.indicator.id}.{key}", "unknown key", given[key], allowed)


def _read_input(spec: InputSpec, given: Mapping[str, Any], path: str, reading: Reading) -> Any:
    value = read_value(spec, given[spec.key], path, reading) if spec.key in given else LACKING
    return spec.default if value is LACKING and spec.default is not None else value


def _check_wholes(
    ready: ReadyIndicator, values: dict[str, Any], given: Mapping[str, Any], reading: Reading
) -> None:
    for spec in ready.limited:
        involved = [values[key] for key in (spec.key, *spec.at_most)]
        if any(isinstance(each, Mark) for each in involved):
            continue
        whole = add_up(involved[1:])
        if involved[0] > whole:
            reading.refuse_whole(f"{ready.indicator.id}.{spec.key}", given[spec.key], whole)
    reading.report_wholes()


def counting_parts(
    ready: ReadyIndicator, values: Mapping[str, Any]
) -> tuple[tuple[ReadyPart, ...], tuple[str, ...]]:
    """The parts that count with these values, and the needed keys that lack, in table order.

    A key is needed when a counting part reads it or when it decides whether a part counts.
    """
    counting: list[ReadyPart] = []
    undecided: set[str] = set()
    needed: set[str] = set()
    for part in ready.parts:
        if part.when:
            needed.add(part.when)
            value = values[part.when]
            if isinstance(value, Mark):
                undecided.add(part.name)
                continue
            if not _holds(part, value):
                continue
        if part.unless in undecided or any(each.name == part.unless for each in counting):
            continue
        counting.append(part)
        needed.update(part.inputs)
    lacking = tuple(key for key in ready.inputs if key in needed and values[key] is LACKING)
    return tuple(counting), lacking


def _holds(part: ReadyPart, value: Any) -> bool:
    return value is True if part.when_at_least is None else bool(value >= part.when_at_least)
