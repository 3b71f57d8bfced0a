"""Who acts next and by which working day (rubric.md section 7: deadlines, not gates).

The days of each step are the rubric's calendar, copied into the cycle when it is made;
in a trial county all of them are zero, so that a whole cycle runs in minutes.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from evaluation.cycles.guards import has_everybody_finished, is_team_complete
from evaluation.cycles.models import Evaluation
from evaluation.cycles.states import IN_REVIEW, Act, State
from evaluation.scoring.rubric import Calendar
from kernel.workdays.clock import today
from kernel.workdays.queries import add_workdays

LATE_SYNC, PUBLICITY = "LATE_SYNC", "PUBLICITY"

# The clock of the rubric's calendar that runs while an evaluation waits for an act.
CLOCKS: Mapping[str, str] = {
    Act.SUBMIT: "SELF_EVAL",
    Act.CONFIRM: "TOWNSHIP",
    Act.ASSIGN: "ASSIGN",
    Act.FINISH_REVIEW: "REVIEW",
    Act.RECONCILE: "RECONCILE",
    Act.DECIDE: "DECIDE",
    Act.PUBLICISE: "PUBLICISE",
    Act.FINALISE: "FINALISE",
}
RESUBMIT = "RESUBMIT"

AWAITED: Mapping[str, Act] = {
    State.SELF_EVAL: Act.SUBMIT,
    State.RETURNED: Act.SUBMIT,
    State.SUBMITTED: Act.CONFIRM,
    State.TOWNSHIP_CHECKED: Act.ASSIGN,
    State.RECONCILED: Act.DECIDE,
    State.DECIDED: Act.PUBLICISE,
    State.PUBLICISED: Act.FINALISE,
}


def clocks_of(calendar: Calendar, *, trial: bool) -> dict[str, dict[str, Any]]:
    """The calendar as a cycle keeps it: {step: {"days", "working"}}."""
    steps = {each.step: (each.days, each.working) for each in calendar.clocks}
    steps[LATE_SYNC] = (calendar.late_sync_days, False)
    return {
        step: {"days": 0 if trial else days, "working": working}
        for step, (days, working) in steps.items()
    }


def end_of(clocks: Mapping[str, Any], step: str, start: date) -> date:
    """The last day of a step that starts on a day."""
    clock = clocks[step]
    if clock["working"]:
        return add_workdays(start, clock["days"])
    return start + timedelta(days=clock["days"])


def due_day(evaluation: Evaluation, act: Act | None) -> date | None:
    """The working day by which the act is due, counted from today; None without a clock.

    What a publicity period precedes is counted from its end.
    """
    if act is None:
        return None
    step = RESUBMIT if evaluation.state == State.RETURNED else CLOCKS[act]
    start = evaluation.publicity_ends_on if act == Act.FINALISE else today()
    clocks = evaluation.cycle.clocks
    return end_of(clocks, step, start or today()) if step in clocks else None


def awaited(evaluation: Evaluation) -> Act | None:
    """The act an evaluation waits for; None when nothing is left to do."""
    if evaluation.state not in IN_REVIEW:
        return AWAITED.get(evaluation.state)
    if not is_team_complete(evaluation):
        return Act.ASSIGN
    return Act.RECONCILE if has_everybody_finished(evaluation) else Act.FINISH_REVIEW
