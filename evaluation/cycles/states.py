"""States of a cycle and of an evaluation, and which act may start from which state.

Names are those of architecture.md, decision 22; the acts are those of api.md, Actions.
ON_SITE, PRELIM, APPEALED, RECHECKED and WITHDRAWN are declared where they belong and
not reachable in this release: no act leads to them.
"""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import pgettext_lazy


class CycleState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("cycle state", "Draft")
    OPENED = "OPENED", pgettext_lazy("cycle state", "Opened")
    FROZEN = "FROZEN", pgettext_lazy("cycle state", "Facts frozen")
    CLOSED = "CLOSED", pgettext_lazy("cycle state", "Closed")


class State(models.TextChoices):
    SELF_EVAL = "SELF_EVAL", pgettext_lazy("evaluation state", "Self-evaluation")
    SUBMITTED = "SUBMITTED", pgettext_lazy("evaluation state", "Submitted")
    RETURNED = "RETURNED", pgettext_lazy("evaluation state", "Returned")
    TOWNSHIP_CHECKED = (
        "TOWNSHIP_CHECKED",
        pgettext_lazy("evaluation state", "Township checked"),
    )
    ASSIGNED = "ASSIGNED", pgettext_lazy("evaluation state", "Reviewers assigned")
    REVIEWING = "REVIEWING", pgettext_lazy("evaluation state", "In review")
    ON_SITE = "ON_SITE", pgettext_lazy("evaluation state", "On site")
    RECONCILED = "RECONCILED", pgettext_lazy("evaluation state", "Reconciled")
    PRELIM = "PRELIM", pgettext_lazy("evaluation state", "Preliminary result")
    DECIDED = "DECIDED", pgettext_lazy("evaluation state", "Decided")
    PUBLICISED = "PUBLICISED", pgettext_lazy("evaluation state", "In publicity")
    APPEALED = "APPEALED", pgettext_lazy("evaluation state", "Appealed")
    RECHECKED = "RECHECKED", pgettext_lazy("evaluation state", "Rechecked")
    FINAL = "FINAL", pgettext_lazy("evaluation state", "Final")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("evaluation state", "Withdrawn")


# The sheet is in the hands of the station.
WRITING = frozenset({State.SELF_EVAL, State.RETURNED})
# Reviewers are named and may not all have finished.
IN_REVIEW = frozenset({State.ASSIGNED, State.REVIEWING})
# Handed in (api.md: RETURNED and WITHDRAWN do not count).
REPORTED = frozenset(State) - WRITING - {State.WITHDRAWN}
# Before reconciling: what the bureau adds to the sheet may still change it.
UNRECONCILED = WRITING | IN_REVIEW | {State.SUBMITTED, State.TOWNSHIP_CHECKED}
# The result may be seen by those who see the evaluation.
DECIDED_ON = frozenset(
    {State.DECIDED, State.PUBLICISED, State.APPEALED, State.RECHECKED, State.FINAL}
)


class Act(models.TextChoices):
    """What a person may do with an evaluation: the actions of api.md, then those below items."""

    SUBMIT = "submit", pgettext_lazy("act", "Submit")
    RETURN = "return", pgettext_lazy("act", "Return")
    CONFIRM = "confirm", pgettext_lazy("act", "Confirm")
    ASSIGN = "assign", pgettext_lazy("act", "Assign reviewers")
    RECUSE = "recuse", pgettext_lazy("act", "Recuse oneself")
    FINISH_REVIEW = "finish-review", pgettext_lazy("act", "Finish the review")
    RECONCILE = "reconcile", pgettext_lazy("act", "Reconcile")
    DECIDE = "decide", pgettext_lazy("act", "Decide")
    PUBLICISE = "publicise", pgettext_lazy("act", "Publicise")
    FINALISE = "finalise", pgettext_lazy("act", "Finalise")
    DECLARE = "declare", pgettext_lazy("act", "Fill in the sheet")
    GRADE = "grade", pgettext_lazy("act", "Grade")
    RULE = "rule", pgettext_lazy("act", "Rule on a dispute")
    SURVEY = "survey", pgettext_lazy("act", "Enter satisfaction")
    FIND = "find", pgettext_lazy("act", "Record a finding")


# In the order of api.md's table, which is the order in which `may` lists them.
ACTIONS = (
    *(Act.SUBMIT, Act.RETURN, Act.CONFIRM, Act.ASSIGN, Act.RECUSE, Act.FINISH_REVIEW),
    *(Act.RECONCILE, Act.DECIDE, Act.PUBLICISE, Act.FINALISE),
)

STARTS_FROM: Mapping[Act, frozenset[State]] = {
    Act.SUBMIT: WRITING,
    Act.RETURN: frozenset({State.SUBMITTED}),
    Act.CONFIRM: frozenset({State.SUBMITTED}),
    Act.ASSIGN: IN_REVIEW | {State.TOWNSHIP_CHECKED},
    Act.RECUSE: IN_REVIEW,
    Act.FINISH_REVIEW: IN_REVIEW,
    Act.RECONCILE: frozenset({State.REVIEWING}),
    Act.DECIDE: frozenset({State.RECONCILED}),
    Act.PUBLICISE: frozenset({State.DECIDED}),
    Act.FINALISE: frozenset({State.PUBLICISED}),
    Act.DECLARE: WRITING,
    Act.GRADE: IN_REVIEW,
    Act.RULE: IN_REVIEW | {State.SUBMITTED, State.TOWNSHIP_CHECKED},
    Act.SURVEY: UNRECONCILED,
    Act.FIND: UNRECONCILED | {State.RECONCILED},
}

# Whose turn it is when an evaluation waits for an act (roles of kernel.access).
NEXT_ACTOR: Mapping[str, str] = {
    Act.SUBMIT: "HEAD",
    Act.CONFIRM: "TOWNSHIP",
    Act.ASSIGN: "BUREAU",
    Act.FINISH_REVIEW: "REVIEWER",
    Act.RECONCILE: "BUREAU",
    Act.DECIDE: "BUREAU",
    Act.PUBLICISE: "BUREAU",
    Act.FINALISE: "BUREAU",
}
