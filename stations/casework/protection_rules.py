"""Who reads reports of suspected harm to a child (X13, G3231).

The head of the place, whoever sent the report, and those persons of the bureau whom it has
named. Whoever works at a place may send one; the bureau as a whole sees nothing.
"""

from django.apps import apps
from django.db.models import Q

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import Rule, by_role, whole_county
from kernel.workdays.clock import today
from stations.casework.rules import SEES_NAMES, write_work
from stations.network.queries.scope import own_stations
from stations.records.models import covering


def is_officer(actor: Actor) -> bool:
    """A person of the bureau whom it has named for children's protection, today."""
    if not actor.has(Role.BUREAU):
        return False
    named = apps.get_model("casework", "ProtectionOfficer")._default_manager
    return named.filter(covering(today()), user_uuid=actor.user_uuid, withdrawn_at=None).exists()


def read_reports(prefix: str = "") -> Rule:
    """r of reports; ``prefix`` leads from the row to the report."""
    heads = by_role({Role.HEAD: own_stations(f"{prefix}station__")})

    def rule(actor: Actor) -> Q | None:
        if is_officer(actor):
            return Q(pk__isnull=False)
        reached = heads(actor) or Q(pk__in=[])
        if actor.has(*SEES_NAMES):
            reached |= Q(**{f"{prefix}reporter_uuid": actor.user_uuid})
        return reached

    return rule


def answer_reports() -> Rule:
    """w of the authority's answer: the head, and the named persons of the bureau."""
    heads = by_role({Role.HEAD: own_stations("station__")})

    def rule(actor: Actor) -> Q | None:
        return Q(pk__isnull=False) if is_officer(actor) else heads(actor)

    return rule


def open_reports(actor: Actor) -> Q | None:
    """The places whose list one may open (a Rule on Station): one's own, or all."""
    return Q(pk__isnull=False) if is_officer(actor) else write_work("")(actor)


def name_officers() -> Rule:
    """Naming the responsible persons: the bureau."""
    return by_role({Role.BUREAU: whole_county})
