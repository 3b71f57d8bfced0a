"""A county sets its own years of retention, names of stages, gates and templates of a visit
(C912a, N14, X27, Z12)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.casework.custody_enums import RuleTopic
from stations.casework.data_file import read_data
from stations.casework.enums import Stage
from stations.casework.gates import NEVER, STEPS, all_gates
from stations.casework.models import CountyRule
from stations.casework.queries.county_rule import rule_in_force
from stations.casework.rules import write_processing
from stations.casework.visit_templates import HIDDEN, OFFERED, visit_templates
from stations.records.domain import enter, refuse, require_place
from stations.records.places import HUB


@transaction.atomic
def set_county_rule(
    *, actor: Actor, station: models.Model, topic: RuleTopic, decision: str, **content: Any
) -> CountyRule:
    """Enter the county's own rule, kept at its hub; from then on it holds for the whole county.

    What was done by the former rule stays: a volume keeps its last day. Raises Forbidden,
    Conflict when nothing changes, or Invalid naming each key that is missing or wrong.
    """
    require_place(actor, station, write_processing(""))
    if getattr(station, "level", "") != HUB:
        refuse("station", _("The rules of the county are kept at its hub."), str(station))
    CHECKS[topic](content)
    if content == rule_in_force(topic):
        raise Conflict(_("This rule holds already."))
    rule = CountyRule(
        station_id=station.pk,
        topic=topic,
        content=content,
        decision=decision.strip(),
        by_uuid=actor.user_uuid,
        by_name=actor.name,
    )
    return enter(rule, actor=actor, action="rule.set")


def _check_retention(content: dict[str, Any]) -> None:
    bounds = read_data("county_rules")["retention"]
    _check_keys(content, bounds)
    for key, (least, most) in bounds.items():
        years = content[key]
        if not isinstance(years, int) or not least <= years <= most:
            refuse(key, _("Years outside what is allowed."), years, f"{least}-{most}")


def _check_stages(content: dict[str, Any]) -> None:
    """Each stage has a name of its own; an empty one leaves the product's."""
    _check_keys(content, Stage.values)
    longest = read_data("county_rules")["stage_length"]
    seen: set[str] = set()
    for stage in Stage:
        content[stage.value] = name = str(content[stage.value]).strip()
        shown = name or str(stage.label)
        if len(name) > longest:
            refuse(stage.value, _("The name is too long."), name, f"<= {longest}")
        if shown in seen:
            refuse(stage.value, _("Another stage has this name."), name)
        seen.add(shown)


def _check_gates(content: dict[str, Any]) -> None:
    """Each gate stands before a step that comes after the intake, or is not asked for."""
    _check_keys(content, [gate.key for gate in all_gates()])
    _check_choices(content, [*STEPS[1:], NEVER])


def _check_templates(content: dict[str, Any]) -> None:
    """Each template is offered or hidden."""
    _check_keys(content, [template.key for template in visit_templates()])
    _check_choices(content, [OFFERED, HIDDEN])


def _check_choices(content: dict[str, Any], allowed: list[str]) -> None:
    for key, chosen in content.items():
        if chosen not in allowed:
            refuse(key, _("Not one of the choices."), chosen, allowed)


def _check_keys(content: dict[str, Any], keys: Iterable[str]) -> None:
    for key in {*content} ^ {*keys}:
        refuse(key, _("The rule has a value for each of its keys."), content.get(key), list(keys))


CHECKS: dict[RuleTopic, Callable[[dict[str, Any]], None]] = {
    RuleTopic.RETENTION: _check_retention,
    RuleTopic.STAGES: _check_stages,
    RuleTopic.GATES: _check_gates,
    RuleTopic.TEMPLATES: _check_templates,
}
