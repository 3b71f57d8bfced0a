"""Who may see and do what in the annual evaluation (glossary.md section 9, api.md).

Rules say on which rows; whether the row's state allows the act is in `guards`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from evaluation.cycles.states import DECIDED_ON, Act
from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import Rule, by_role, whole_county
from stations.network.queries.scope import own_stations

# Those of a reviewer's acts that would tell others who reviews a station.
TEAM_ACTS = (Act.RECUSE, Act.FINISH_REVIEW)


def _active_assignments() -> QuerySet:
    model: Any = apps.get_model("cycles", "Assignment")  # rules are loaded before the models
    return model.objects.active()


def assigned(reviewer: Any) -> QuerySet:
    """Keys of the evaluations a person reviews and has not recused themselves from."""
    return _active_assignments().filter(reviewer=reviewer).values("evaluation")


def unfinished(reviewer: Any) -> QuerySet:
    """Keys of the evaluations a person reviews while somebody's review is unfinished."""
    waiting = _active_assignments().filter(finished_at__isnull=True).values("evaluation")
    return assigned(reviewer).filter(evaluation__in=waiting)


def assigned_sheets(prefix: str) -> Callable[[Any], Q]:
    """Scope of a REVIEWER: the assigned sheets only."""
    return lambda held: Q(**{f"{prefix}in": assigned(held.user_uuid)})


def own_results(prefix: str) -> Callable[[Any], Q]:
    """Scope of an AGENCY: its stations, once decided."""
    stations, decided = own_stations(f"{prefix}station__"), Q(**{f"{prefix}state__in": DECIDED_ON})
    return lambda held: stations(held) & decided


def view_rule(prefix: str) -> Rule:
    """Who sees an evaluation; ``prefix`` leads from the row to it ("" or "evaluation__")."""
    own = own_stations(f"{prefix}station__")
    return by_role(
        {
            Role.BUREAU: whole_county,
            Role.HUB_STAFF: whole_county,
            Role.AUDITOR: whole_county,
            Role.HEAD: own,
            Role.WORKER: own,
            Role.TOWNSHIP: own,
            Role.AGENCY: own_results(prefix),
            Role.REVIEWER: assigned_sheets(f"{prefix}pk__"),
        }
    )


def evaluation_rules(prefix: str = "") -> Mapping[str, Rule]:
    """Rules of the evaluation and of every row below it, by action."""
    own = own_stations(f"{prefix}station__")
    head = by_role({Role.HEAD: own})
    township = by_role({Role.TOWNSHIP: own})
    bureau = by_role({Role.BUREAU: whole_county})
    reviewer = by_role({Role.REVIEWER: assigned_sheets(f"{prefix}pk__")})
    of_role = {
        head: (Act.DECLARE, Act.SUBMIT),
        township: (Act.CONFIRM, Act.RETURN),
        reviewer: (Act.GRADE, Act.RECUSE, Act.FINISH_REVIEW),
        bureau: (
            *(Act.ASSIGN, Act.RULE, Act.SURVEY, Act.FIND),
            *(Act.RECONCILE, Act.DECIDE, Act.PUBLICISE, Act.FINALISE),
        ),
    }
    rules = {str(act): rule for rule, acts in of_role.items() for act in acts}
    return {"view": view_rule(prefix), **rules}


def outcome_rule(prefix: str = "evaluation__") -> Rule:
    """Results, decisions, findings: the bureau's until DECIDED, then all who see the sheet."""
    view, bureau = view_rule(prefix), by_role({Role.BUREAU: whole_county})

    def rule(actor: Actor) -> Q | None:
        seen, whole = view(actor), bureau(actor)
        if seen is None or whole is not None:
            return whole
        return seen & Q(**{f"{prefix}state__in": DECIDED_ON})

    return rule


def grade_rule(actor: Actor) -> Q | None:
    """Blindness: one's own grades; others' when every reviewer has finished (api.md).

    The bureau sees all, unless the same person reviews the sheet; the station and the rest
    see the grades once it is decided.
    """
    path = "assignment__evaluation"
    reached = outcome_rule(f"{path}__")(actor)
    own = Q(assignment__reviewer=actor.user_uuid)
    if actor.has(Role.REVIEWER):
        team = Q(**{f"{path}__in": assigned(actor.user_uuid)})
        reached = team if reached is None else reached | team
    if reached is None:
        return None
    return own | (reached & ~Q(**{f"{path}__in": unfinished(actor.user_uuid)}))


def assignment_rule(actor: Actor) -> Q | None:
    """The team: known to the bureau and the auditor; a reviewer knows of oneself only."""
    whole = by_role({Role.BUREAU: whole_county, Role.AUDITOR: whole_county})(actor)
    own = Q(reviewer=actor.user_uuid) if actor.has(Role.REVIEWER) else None
    return whole if whole is not None else own


def step_rule(actor: Actor) -> Q | None:
    """The history: without the acts that would name a reviewer, but for the bureau."""
    whole = by_role({Role.BUREAU: whole_county, Role.AUDITOR: whole_county})(actor)
    seen = view_rule("evaluation__")(actor)
    if whole is not None or seen is None:
        return whole
    return seen & (~Q(act__in=TEAM_ACTS) | Q(by=actor.user_uuid))


own_cycles = by_role({Role.BUREAU: lambda held: Q(carried_from="")})

CYCLE_RULES: Mapping[str, Rule] = {
    "view": by_role(
        dict.fromkeys(
            (
                *(Role.BUREAU, Role.HUB_STAFF, Role.AUDITOR, Role.HEAD, Role.WORKER),
                *(Role.TOWNSHIP, Role.AGENCY, Role.REVIEWER),
            ),
            whole_county,
        )
    ),
    "manage": own_cycles,
}
EVALUATION_RULES = evaluation_rules()
SHEET_RULES = evaluation_rules("evaluation__")
EVIDENCE_RULES = evaluation_rules("item__evaluation__")
ASSIGNMENT_RULES: Mapping[str, Rule] = {"view": assignment_rule}
GRADE_RULES: Mapping[str, Rule] = {"view": grade_rule}
OUTCOME_RULES: Mapping[str, Rule] = {"view": outcome_rule()}
STEP_RULES: Mapping[str, Rule] = {"view": step_rule}
