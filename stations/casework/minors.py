"""Files of minors: a rule of its own on top of who may see a station's files (X10).

Open to the head, the responsible person named on the file, and whoever recorded a reason, for
the hours of data/custody.yaml. Who has no known day of birth counts as a minor while they belong
to a kind of children (data/custody.yaml), else as an adult. All within the query: no list reads
more rows for it.

A visit is written down after the hours too, by whoever carried the file along without a link:
that reads nothing of it.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import StrIndex

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import Rule, by_role, whole_county
from kernel.workdays.clock import ZONE, now, today
from stations.casework.custody_rules import born_by, kinds_of_minors
from stations.casework.rules import CARRIED_DAYS
from stations.network.queries.scope import own_stations
from stations.records.models import covering


def of_minors(
    rule: Rule,
    person: str = "beneficiary__",
    station: str = "station__",
    freely: tuple[str, ...] = (),
) -> Rule:
    """The rule, without rows of minors whose file the actor may not read.

    ``person`` and ``station`` lead from the row to both; roles in ``freely`` are not held back.
    """
    return _guard(rule, lambda actor: _adults(person) | _opened(actor, person), station, freely)


def of_households(rule: Rule, freely: tuple[str, ...] = ()) -> Rule:
    """The rule, without households that stand for a minor whose file the actor may not read.

    Such a household bears the minor's name, while or after the minor lived there, or nobody else
    lives there: its name and its address would be the minor's.
    """
    return _guard(rule, _apart_from_minors, "station__", freely)


def _guard(rule: Rule, allow: Callable[[Actor], Q], station: str, freely: tuple[str, ...]) -> Rule:
    heads = by_role({Role.HEAD: own_stations(station), **dict.fromkeys(freely, whole_county)})

    def guarded(actor: Actor) -> Q | None:
        reached = rule(actor)
        if reached is None:
            return None
        own = heads(actor)
        if own == reached:
            return reached  # nothing is closed to who holds no other role
        allowed = allow(actor)
        return reached & (allowed if own is None else allowed | own)

    return guarded


def own_openings(rule: Rule) -> Rule:
    """Of openings: the actor's own that nobody took back, run out or not, of files the rule
    reaches."""

    def owned(actor: Actor) -> Q | None:
        reached = rule(actor)
        return None if reached is None else reached & _by(actor)

    return owned


def was_carried(opening: Any, at: datetime) -> bool:
    """Whether the due list on a phone could hold the person then because of this opening.

    From the beginning of its day, as visits are noted by the minute at best, until the list
    fetched in its last moment is wiped.
    """
    begins = datetime.combine(opening.opened_at.astimezone(ZONE).date(), time(), ZONE)
    return begins <= at < opening.valid_until + timedelta(days=CARRIED_DAYS)


def minors(person: str = "") -> Q:
    """The rows of minors, known or taken for such; ``person`` leads from the row to the file."""
    return Q(**{f"{person}born_on__gt": born_by(today())}) | Q(
        **{f"{person}born_on": None, f"{person}id__in": _by_kind()}
    )


def counts_as_minor(person: Any) -> bool:
    """Whether this file is a minor's."""
    return type(person)._base_manager.filter(minors(), pk=person.pk).exists()


def _adults(person: str) -> Q:
    unknown = Q(**{f"{person}born_on": None}) & ~Q(**{f"{person}id__in": _by_kind()})
    return unknown | Q(**{f"{person}born_on__lte": born_by(today())})


def _apart_from_minors(actor: Actor) -> Q:
    """Households that stand for no closed minor. Withdrawn files still name a household."""
    from stations.casework.models import Beneficiary

    opened = _opened(actor, "")
    closed = Beneficiary.objects.filter(minors(), ~opened, erased_at=None)
    there = closed.filter(household=OuterRef("pk"))
    once_there = closed.filter(former_household=OuterRef("pk"))
    others = Beneficiary.objects.filter(
        _adults("") | opened, household=OuterRef("pk"), withdrawn_at=None, erased_at=None
    )
    return (
        ~Q(Exists(_borne(there)))
        & ~Q(Exists(_borne(once_there)))
        & (~Q(Exists(there.filter(withdrawn_at=None))) | Q(Exists(others)))
    )


def _borne(persons: QuerySet[Any]) -> QuerySet[Any]:
    """Those whose name the household bears, alone or in words like 某某家."""
    within = persons.exclude(name="").annotate(within=StrIndex(OuterRef("name"), "name"))
    return within.filter(within__gt=0)


def _by_kind() -> QuerySet[Any]:
    """The ids of those who belong to a kind of children today."""
    from stations.casework.models import BeneficiaryCategory

    held = BeneficiaryCategory.objects.filter(
        covering(today()), category__in=kinds_of_minors(), withdrawn_at=None
    )
    return held.values("beneficiary_id")


def _opened(actor: Actor, person: str) -> Q:
    # Here because the models load their rules, and these load this file.
    from stations.casework.models import FileOpening

    opened = FileOpening.objects.filter(_by(actor), valid_until__gt=now())
    return Q(**{f"{person}responsible_uuid": actor.user_uuid}) | Q(
        **{f"{person}id__in": opened.values("beneficiary_id")}
    )


def _by(actor: Actor) -> Q:
    return Q(by_uuid=actor.user_uuid, withdrawn_at=None)
