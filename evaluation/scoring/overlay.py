"""Putting a county's own numbers in place of the published ones.

Only the arithmetic: whether a county may make the change is asked where it is made.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from evaluation.scoring.indicator import Indicator, Parameter


def points_parameter(indicator: Indicator) -> Parameter:
    """An indicator's points as a number with bounds (points are the project's default)."""
    return Parameter(
        "points", indicator.points, "DEFAULT", min=indicator.points_min, max=indicator.points_max
    )


def changed(indicator: Indicator, changes: Mapping[str, Fraction]) -> Indicator:
    """The indicator with the numbers named "C05.points" or "C05.part.parameter" replaced."""
    mine = {path: value for path, value in changes.items() if path.split(".")[0] == indicator.id}
    if not mine:
        return indicator
    parts = tuple(
        replace(
            part,
            parameters=tuple(
                _moved(each, mine.get(f"{indicator.id}.{part.name}.{each.name}"))
                for each in part.parameters
            ),
        )
        for part in indicator.parts
    )
    points = mine.get(f"{indicator.id}.points", indicator.points)
    return replace(indicator, parts=parts, points=points)


def _moved(parameter: Parameter, value: Fraction | None) -> Parameter:
    if value is None or value == parameter.value:
        return parameter
    return replace(parameter, value=value, origin="COUNTY")
