"""Tables of the annual evaluation, in the county's schema."""

from evaluation.cycles.models.cycle import Cycle
from evaluation.cycles.models.evaluation import Evaluation, Step
from evaluation.cycles.models.finding import Finding
from evaluation.cycles.models.result import Result
from evaluation.cycles.models.review import Assignment, Decision, ReviewGrade
from evaluation.cycles.models.sheet import Evidence, Item, Submission

__all__ = [
    "Assignment",
    "Cycle",
    "Decision",
    "Evaluation",
    "Evidence",
    "Finding",
    "Item",
    "Result",
    "ReviewGrade",
    "Step",
    "Submission",
]
