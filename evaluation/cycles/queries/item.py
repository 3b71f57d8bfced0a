"""One item as one person may see it."""

from typing import Any

from django.utils.translation import gettext as _

from evaluation.cycles.models import Evaluation, Evidence, Item, ReviewGrade
from evaluation.cycles.queries.sheet import line_of
from kernel.access.actor import Actor
from kernel.errors import NotFound


def find_item(evaluation: Evaluation, indicator: str) -> Item:
    """The item of an evaluation that may be seen; raises NotFound."""
    for item in evaluation.items.all():
        if item.indicator == indicator:
            item.evaluation = evaluation
            return item
    raise NotFound(_("No indicator %(indicator)s here.") % {"indicator": indicator})


def describe_item(actor: Actor, item: Item) -> dict[str, Any]:
    """Facts, what was declared, confirmed or disputed, one's own grade, and the proofs."""
    line = line_of(item)
    own = ReviewGrade.objects.filter(
        assignment__evaluation=item.evaluation,
        assignment__reviewer=actor.user_uuid,
        indicator=item.indicator,
    ).first()
    evidence = Evidence.objects.restrict(actor, "view").filter(item=item).select_related("file")
    return {
        "indicator": item.indicator,
        "clause": line.indicator.clause,
        "facts": dict(line.facts),
        "inputs": item.inputs,
        "confirmed": item.confirmed_at is not None,
        "dispute": describe_dispute(item),
        "grade": {"grade": own.grade, "reason": own.reason} if own else None,
        "evidence": [describe_evidence(each) for each in evidence],
    }


def describe_dispute(item: Item) -> dict[str, Any] | None:
    if item.disputed is None:
        return None
    answered = item.ruling is not None
    ruling = {"accept": item.ruling, "reason": item.ruling_reason} if answered else None
    return {"inputs": item.disputed, "reason": item.dispute_reason, "ruling": ruling}


def describe_evidence(evidence: Evidence) -> dict[str, Any]:
    file = evidence.file
    return {"id": evidence.uuid, "name": file.name, "size": file.size, "digest": file.digest}
