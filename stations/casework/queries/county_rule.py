"""The county's own rule on a topic, as it holds now."""

from typing import Any

from stations.casework.custody_enums import RuleTopic
from stations.casework.enums import Stage
from stations.casework.models import CountyRule


def rule_in_force(topic: RuleTopic) -> dict[str, Any]:
    """Its content; empty while the seed's file holds."""
    own = CountyRule.objects.filter(topic=topic, withdrawn_at=None, carried_from="")
    rows = own.order_by("-id")
    return rows.values_list("content", flat=True).first() or {}


def stage_names() -> dict[str, str]:
    """What the county calls the six stages (N14); they stay the same six."""
    own = rule_in_force(RuleTopic.STAGES)
    return {stage.value: own.get(stage.value) or str(stage.label) for stage in Stage}
