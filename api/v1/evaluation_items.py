"""What a PATCH of an item means: exactly one of confirm, dispute, inputs, grade, ruling."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from evaluation.cycles.domain.decide import rule_dispute
from evaluation.cycles.domain.review import give_grade
from evaluation.cycles.domain.sheet import act_on, confirm_fact, declare_inputs, dispute_fact
from evaluation.cycles.guards import permit
from evaluation.cycles.models import Evaluation, Item
from evaluation.cycles.states import Act
from kernel.access.actor import Actor
from kernel.errors import FieldError, Forbidden, Invalid

KEYS: Mapping[str, tuple[str, ...]] = {
    "confirm": ("confirm",),
    "dispute": ("dispute",),
    "inputs": ("inputs",),
    "grade": ("grade", "reason"),
    "ruling": ("ruling",),
}
ANY = (Act.DECLARE, Act.SURVEY, Act.GRADE, Act.RULE)


def acts_of(item: Item, body: Mapping[str, Any]) -> Sequence[Act]:
    """The act the body asks for; any of an item's acts where it asks for none."""
    asked = {
        "confirm": Act.DECLARE,
        "dispute": Act.DECLARE,
        "inputs": act_on(item.evaluation, item.indicator),
        "grade": Act.GRADE,
        "ruling": Act.RULE,
    }
    found = [act for key, act in asked.items() if key in body]
    return found or ANY


def permit_any(acts: Sequence[Act], actor: Actor, evaluation: Evaluation) -> None:
    """Forbidden unless the actor may do one of the acts."""
    refusal: Forbidden | None = None
    for act in acts:
        try:
            return permit(act, actor=actor, evaluation=evaluation)
        except Forbidden as error:
            refusal = error
    if refusal is not None:
        raise refusal


def change_item(actor: Actor, item: Item, body: Mapping[str, Any], seen: int | None) -> object:
    """Call the domain with what the body asks for; Invalid for a body of another form."""
    key = _one_key(body)
    target: dict[str, Any] = {
        "actor": actor,
        "evaluation": item.evaluation,
        "indicator": item.indicator,
        "seen": seen,
    }
    if key == "confirm":
        if body["confirm"] is not True:
            raise _invalid("confirm", body["confirm"], True)
        return confirm_fact(**target)
    if key == "dispute":
        dispute = _part(body, "dispute", ("inputs", "reason"))
        return dispute_fact(**target, inputs=dispute["inputs"], reason=dispute["reason"])
    if key == "inputs":
        return declare_inputs(**target, inputs=body["inputs"])
    if key == "grade":
        return give_grade(**target, grade=body["grade"], reason=body.get("reason") or "")
    ruling = _part(body, "ruling", ("accept", "reason"))
    return rule_dispute(**target, accept=ruling["accept"], reason=ruling["reason"])


def _one_key(body: Mapping[str, Any]) -> str:
    keys = [key for key in KEYS if key in body]
    if len(keys) != 1 or not set(body) <= set(KEYS[keys[0]]):
        raise _invalid("body", sorted(body), list(KEYS))
    return keys[0]


def _part(body: Mapping[str, Any], name: str, keys: tuple[str, ...]) -> dict[str, Any]:
    """The keys of an object within the body; an absent one is null, an unknown one refused."""
    part = body[name]
    if not isinstance(part, Mapping) or not set(part) <= set(keys):
        raise _invalid(name, part, list(keys))
    return {key: part.get(key) for key in keys}


def _invalid(field: str, given: Any, allowed: Any) -> Invalid:
    message = _("The body does not have the expected form.")
    return Invalid(message, errors=[FieldError(field, "invalid", message, given, allowed)])
