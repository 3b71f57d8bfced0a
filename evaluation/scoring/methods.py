"""The named methods of the formulas, in one registry.

A method takes the values of a part's inputs in their order and the part's numbers by name,
and returns a share of 0 to 1, or None when there is nothing to measure (no denominator, no
row, no answer due); the part's `empty` then says what that means. `rule` writes the method
down with its keys and numbers, for the explanation of a score.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from evaluation.scoring.numbers import ONE, ZERO, add_up, cap, lin

Numbers = Mapping[str, Fraction]
Share = Fraction | None


@dataclass(frozen=True)
class Method:
    """A method's function, the input types it reads (`more`: any further ones), the names of
    its numbers and how the rule is written down.

    `per`: one number for each "choice" of the first input or each "level" of it.
    """

    share: Callable[[tuple[Any, ...], Numbers], Share]
    rule: Callable[[tuple[str, ...], Mapping[str, str]], str]
    reads: tuple[tuple[str, ...], ...]
    more: tuple[str, ...] = ()
    optional_reads: int = 0
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    per: str | None = None


def graded(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """The mean value of the reviewers' grades."""
    mean: Fraction = values[0]
    return mean


def checklist(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """The share of items that are met; an item written as null does not count."""
    asked = [each for each in values if each is not None]
    return Fraction(sum(asked), len(asked)) if asked else None


def chosen(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """The credit of the choice; nothing once the second input, a window, is over."""
    open_still = len(values) == 1 or values[1]
    return numbers[values[0]] if open_still else ZERO


def reached(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """All or nothing: the count reaches `full`."""
    return ONE if values[0] >= numbers["full"] else ZERO


def threshold(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """The count out of `full`, no more than all."""
    return cap(values[0], numbers["full"])


def breadth(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """The kinds out of the share `full_share` of those applicable, rounded up."""
    kinds, applicable = values
    return cap(kinds, ceil(applicable * numbers["full_share"]))


def timely(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """The kinds out of `full`, times `late_factor` when anything was late."""
    kinds, late = values
    return cap(kinds, numbers["full"]) * (numbers["late_factor"] if late > 0 else ONE)


def ratio(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """The first input out of the sum of the others, on the line from `low` to `high`."""
    whole = add_up(values[1:])
    if not whole:
        return None
    return lin(values[0] / whole, numbers.get("low", ZERO), numbers.get("high", ONE))


def scale(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """A value on the line from `low` to `high`."""
    return lin(values[0], numbers["low"], numbers["high"])


def month_ends(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """The mean over the month-ends of each count out of `full`."""
    counts = values[0]
    return add_up(cap(each, numbers["full"]) for each in counts) / len(counts)


def mean_of_rows(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """The mean over the rows of each part out of its whole, no more than all."""
    rows = values[0]
    return add_up(cap(part, whole) for whole, part in rows) / len(rows) if rows else None


def levels(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """Done out of due, each level weighed, on the line from `low` to `high`.

    Done is limited to due level by level; a level that is not given counts as none.
    """
    done, due = values
    weights = {level: numbers[f"level_{level}"] for level in due}
    whole = add_up(weights[level] * due[level] for level in due)
    if not whole:
        return None
    reached = add_up(weights[level] * min(done.get(level, 0), due[level]) for level in due)
    return lin(reached / whole, numbers["low"], numbers["high"])


def pace(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """A count out of the pace of `full` in `window` years, after at least `least` years."""
    count, years = values
    years = max(years, numbers["least"])
    return cap(count, numbers["full"] * years / numbers["window"])


def none(values: tuple[Any, ...], numbers: Numbers) -> Share:
    """All or nothing: there is none."""
    return ONE if values[0] == 0 else ZERO


def _rule_of_checklist(keys: tuple[str, ...], numbers: Mapping[str, str]) -> str:
    return f"[{' + '.join(keys)}]" + (f"/{len(keys)}" if len(keys) > 1 else "")


def _rule_of_ratio(keys: tuple[str, ...], numbers: Mapping[str, str]) -> str:
    whole = keys[1] if len(keys) == 2 else f"({' + '.join(keys[1:])})"
    if not numbers:
        return f"{keys[0]}/{whole}"
    return f"lin({keys[0]}/{whole}; {numbers.get('low', '0')}, {numbers.get('high', '1')})"


def _rule_of_choice(keys: tuple[str, ...], numbers: Mapping[str, str]) -> str:
    credits = ", ".join(f"{name} {value}" for name, value in numbers.items())
    window = f" [{keys[1]}]" if len(keys) > 1 else ""
    return f"{keys[0]}({credits}){window}"


def _rule_of_levels(keys: tuple[str, ...], numbers: Mapping[str, str]) -> str:
    weights = ", ".join(value for name, value in numbers.items() if name.startswith("level_"))
    bounds = f"{numbers['low']}, {numbers['high']}"
    return f"lin(sum(w {keys[0]})/sum(w {keys[1]}); {bounds}), w = {weights}"


NUMBER = ("count", "decimal")
METHODS: dict[str, Method] = {
    "graded": Method(graded, lambda k, n: k[0], (("grade",),)),
    "checklist": Method(checklist, _rule_of_checklist, (("flag",),), more=("flag",)),
    "chosen": Method(
        chosen,
        _rule_of_choice,
        (("choice",), ("flag",)),
        optional_reads=1,
        per="choice",
    ),
    "reached": Method(
        reached, lambda k, n: f"[{k[0]} >= {n['full']}]", (NUMBER,), required=("full",)
    ),
    "threshold": Method(
        threshold, lambda k, n: f"cap({k[0]}/{n['full']})", (NUMBER,), required=("full",)
    ),
    "breadth": Method(
        breadth,
        lambda k, n: f"cap({k[0]}/ceil({n['full_share']} x {k[1]}))",
        (("count",), ("count",)),
        required=("full_share",),
    ),
    "timely": Method(
        timely,
        lambda k, n: f"cap({k[0]}/{n['full']}) x {n['late_factor']} if {k[1]} > 0",
        (("count",), ("count",)),
        required=("full", "late_factor"),
    ),
    "ratio": Method(ratio, _rule_of_ratio, (NUMBER, NUMBER), more=NUMBER, optional=("low", "high")),
    "scale": Method(
        scale,
        lambda k, n: f"lin({k[0]}; {n['low']}, {n['high']})",
        (NUMBER,),
        required=("low", "high"),
    ),
    "month_ends": Method(
        month_ends,
        lambda k, n: f"mean(cap({k[0]}/{n['full']}))",
        (("counts",),),
        required=("full",),
    ),
    "mean_of_rows": Method(mean_of_rows, lambda k, n: f"mean({k[0]})", (("rows",),)),
    "levels": Method(
        levels,
        _rule_of_levels,
        (("levels",), ("levels",)),
        required=("low", "high"),
        per="level",
    ),
    "pace": Method(
        pace,
        lambda k, n: f"cap({k[0]}/({n['full']} x max({k[1]}, {n['least']})/{n['window']}))",
        (NUMBER, NUMBER),
        required=("full", "window", "least"),
    ),
    "none": Method(none, lambda k, n: f"[{k[0]} = 0]", (("count",),)),
}
