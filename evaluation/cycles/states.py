"""States of a cycle and of an evaluation, and which act may start from which state.

Names are those of architecture.md, decision 22; the acts are those of api.md, Actions.
ON_SITE, PRELIM, APPEALED, RECHECKED and WITHDRAWN are declared where they belong and
not reachable in this release: no act leads to them.
"""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class CycleState(models.TextChoices):
    DRAFT = "DRAFT", _("Draft")
    OPENED = "OPENED", _("Opened")
    FROZEN = "FROZEN", _("Facts frozen")
    CLOSED = "CLOSED", _("Closed")


class State(models.TextChoices):
    SELF_EVAL = "SELF_EVAL", _("Self-evaluation")
    SUBMITTED = "SUBMITTED", _("Submitted")
    RETURNED = "RETURNED", _("Returned")
    TOWNSHIP_CHECKED = "TOWNSHIP_CHECKED", _("Checked by the township")
    ASSIGNED = "ASSIGNED", _("Reviewers assigned")
    REVIEWING = "REVIEWING", _("In review")
    ON_SITE = "ON_SITE", _("On site")
    RECONCILED = "RECONCILED", _("Reconciled")
    PRELIM = "PRELIM", _("Preliminary result")
    DECIDED = "DECIDED", _("Decided")
    PUBLICISED = "PUBLICISED", _("In publicity")
    APPEALED = "APPEALED", _("Appealed")
    RECHECKED = "RECHECKED", _("Rechecked")
    FINAL = "FINAL", _("Final")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


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

    SUBMIT = "submit", _("Submit")
    RETURN = "return", _("Return")
    CONFIRM = "confirm", _("Confirm")
    ASSIGN = "assign", _("Assign reviewers")
    RECUSE = "recuse", _("Recuse oneself")
    FINISH_REVIEW = "finish-review", _("Finish the review")
    RECONCILE = "reconcile", _("Reconcile")
    DECIDE = "decide", _("Decide")
    PUBLICISE = "publicise", _("Publicise")
    FINALISE = "finalise", _("Finalise")
    DECLARE = "declare", _("Fill in the sheet")
    GRADE = "grade", _("Grade")
    RULE = "rule", _("Rule on a dispute")
    SURVEY = "survey", _("Enter satisfaction")
    FIND = "find", _("Record a finding")


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
