"""Freezing the facts of a cycle (architecture.md, decision 11)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from evaluation.facts.canonical import digest_of, plain_records
from evaluation.facts.models import FrozenFact
from evaluation.facts.queries.compute import compute_facts
from evaluation.facts.scope import Fact, FactScope
from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.access.restrict import require
from kernel.errors import Conflict
from kernel.workdays import clock


@transaction.atomic
def freeze_facts(*, cycle_uuid: UUID, scope: FactScope, actor: Actor) -> int:
    """Compute all facts of the scope and keep them; the number written.

    The audit entry is the freezing of the cycle, written by its caller in the same
    transaction. Raises Forbidden, or Conflict when the late-sync period still runs or the
    cycle has frozen facts.
    """
    require(actor, Role.BUREAU)
    now = clock.now()
    if now < scope.received_by:
        raise Conflict(_("Records may still come in; facts freeze when that period has ended."))
    if FrozenFact.objects.filter(cycle_uuid=cycle_uuid).exists():
        raise Conflict(_("The facts of this cycle are frozen."))
    rows = [
        _row(cycle_uuid, scope, actor, station, indicator, fact)
        for station, facts in compute_facts(scope).items()
        for indicator, fact in facts.items()
    ]
    return len(FrozenFact.objects.bulk_create(rows, batch_size=500))


def _row(
    cycle_uuid: UUID, scope: FactScope, actor: Actor, station: int, indicator: str, fact: Fact
) -> FrozenFact:
    records = plain_records(fact.records)
    return FrozenFact(
        cycle_uuid=cycle_uuid,
        station_id=station,
        indicator=indicator,
        inputs=fact.inputs,
        records=records,
        digest=digest_of(fact.inputs, records),
        definitions=scope.definitions.digest,
        year=scope.year,
        cutoff_on=scope.cutoff_on,
        received_by=scope.received_by,
        frozen_at=clock.now(),
        frozen_by_uuid=actor.user_uuid,
        frozen_by_name=actor.name,
    )
