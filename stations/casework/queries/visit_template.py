"""Which templates of a visit the county offers, and which fits whom, by the kinds of today."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from stations.casework.custody_enums import RuleTopic
from stations.casework.models import Beneficiary, BeneficiaryCategory
from stations.casework.queries.county_rule import rule_in_force
from stations.casework.visit_templates import HIDDEN, Template, choose, visit_templates
from stations.records.models import covering


def offered_templates() -> list[Template]:
    """All but those that the county hides; one that came later than its rule is offered."""
    own = rule_in_force(RuleTopic.TEMPLATES)
    return [template for template in visit_templates() if own.get(template.key) != HIDDEN]


def template_of(person: Beneficiary, on: date) -> Template | None:
    """For a person whom the reader serves; two queries."""
    rows = _held(on).filter(beneficiary=person)
    return choose(rows.values_list("category", "disability_kind"), offered_templates())


def templates_carried(persons: Collection[str], on: date) -> dict[str, str]:
    """Person -> template, as far as phones take it along: nothing encrypted is read."""
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    rows = _held(on).filter(beneficiary__uuid__in=set(persons))
    for person, kind in rows.values_list("beneficiary__uuid", "category"):
        found[person].append((kind, ""))
    offered = offered_templates()
    chosen = {str(person): choose(held, offered) for person, held in found.items()}
    return {person: template.key for person, template in chosen.items() if template}


def _held(on: date) -> QuerySet[BeneficiaryCategory]:
    return BeneficiaryCategory.objects.filter(covering(on), withdrawn_at=None)
