"""Who may sit in an evaluation's team (rubric.md 7, step 5; glossary.md section 9)."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from evaluation.cycles.guards import team
from evaluation.cycles.models import Evaluation
from evaluation.cycles.queries.review import bound_to_station, reviewer_names
from kernel.errors import FieldError, Invalid

FIELD = "reviewers"


def check_team(evaluation: Evaluation, given: Sequence[Any]) -> dict[UUID, str]:
    """The persons to add, with their names; raises Invalid naming every one who may not."""
    wanted = _read(given)
    recused = set(
        evaluation.assignments.filter(recused_at__isnull=False).values_list("reviewer", flat=True)
    )
    names = reviewer_names(wanted)
    bound = bound_to_station(evaluation.station, wanted)
    reasons = (
        (recused, "recused", _("This person has recused themselves.")),
        (set(wanted) - set(names), "no_membership", _("No active reviewer's membership.")),
        (bound, "bound", _("This person works for the station, supervises or checks it.")),
    )
    errors = [
        FieldError(FIELD, code, message, str(each))
        for each in wanted
        for persons, code, message in reasons
        if each in persons
    ]
    present = {each.reviewer for each in team(evaluation)}
    least = evaluation.cycle.reviewers
    if len(present | set(wanted)) < least:
        message = _("At least %(least)s reviewers are needed.") % {"least": least}
        errors.append(FieldError(FIELD, "too_few", message, len(present | set(wanted)), least))
    if errors:
        raise Invalid(errors[0].message, errors=errors)
    return {each: names[each] for each in wanted if each not in present}


def _read(given: Any) -> list[UUID]:
    """The UUIDs, each once, in the order given."""
    if not isinstance(given, Iterable) or isinstance(given, str):
        message = _("A list of users' ids is expected.")
        raise Invalid(message, errors=[FieldError(FIELD, "invalid", message, given)])
    found: dict[UUID, None] = {}
    for each in given:
        try:
            found[each if isinstance(each, UUID) else UUID(each)] = None
        except (ValueError, TypeError, AttributeError) as error:
            message = _("Not the id of a user.")
            raise Invalid(message, errors=[FieldError(FIELD, "invalid", message, each)]) from error
    return list(found)
