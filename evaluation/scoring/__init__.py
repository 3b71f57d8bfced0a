"""Scoring: pure functions from a rubric and a sheet's inputs to scores with their trace.

No Django, no database, no clock, no float. The rules are data (`Rubric`), the methods are
code (`methods.METHODS`), every number is exact until it is shown.
"""

from evaluation.scoring.check import check, missing, missing_keys, months_open
from evaluation.scoring.codec import DataError
from evaluation.scoring.given import Allowed, Refusal, Refused, SheetInput
from evaluation.scoring.indicator import Indicator, InputSpec, Label, Parameter, Part
from evaluation.scoring.numbers import decimal_text, exact, exact_decimal, half_up, shown
from evaluation.scoring.overlay import points_parameter
from evaluation.scoring.review import mean_grade, needs_decision, spread
from evaluation.scoring.rubric import Area, Rubric, digest_of
from evaluation.scoring.score import score
from evaluation.scoring.sheet import AppliedCap, AreaScore, Score, Sheet, Trace

__all__ = [
    "Allowed",
    "AppliedCap",
    "Area",
    "AreaScore",
    "DataError",
    "Indicator",
    "InputSpec",
    "Label",
    "Parameter",
    "Part",
    "Refusal",
    "Refused",
    "Rubric",
    "Score",
    "Sheet",
    "SheetInput",
    "Trace",
    "check",
    "decimal_text",
    "digest_of",
    "exact",
    "exact_decimal",
    "half_up",
    "mean_grade",
    "missing",
    "missing_keys",
    "months_open",
    "needs_decision",
    "points_parameter",
    "score",
    "shown",
    "spread",
]
