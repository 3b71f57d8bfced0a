"""What archives need day by day: missing volumes, the destruction list, days of birth."""

from dataclasses import dataclass

from django.db import transaction

from kernel.access.actor import Actor
from stations.casework.domain.archive import file_missing
from stations.casework.domain.basis import stop_services
from stations.casework.domain.birth import note_births
from stations.casework.domain.disposal import propose_due
from stations.casework.domain.record_disposal import propose_due_records


@dataclass(frozen=True)
class Kept:
    """How many volumes were filed and proposed for destruction, days of birth noted, services
    stopped whose consent is withdrawn, and kinds of records proposed."""

    filed: int
    proposed: int
    born: int
    stopped: int = 0
    kinds: int = 0


@transaction.atomic
def keep_archives(*, actor: Actor) -> Kept:
    """All of it in the county one stands in; done again it changes nothing (C921, C922, X10)."""
    return Kept(
        file_missing(actor=actor),
        propose_due(actor=actor),
        note_births(actor=actor),
        stop_services(actor=actor),
        propose_due_records(actor=actor),
    )
