"""Days of birth of files from before they were kept beside the ID number (X10)."""

from collections.abc import Iterator

from django.db import transaction

from kernel.access.actor import Actor
from stations.casework.models import Beneficiary
from stations.records.domain import change
from stations.records.identity import birth_date

BATCH = 1000


@transaction.atomic
def note_births(*, actor: Actor) -> int:
    """Note the day of birth an ID number tells where none is noted. Gives how many.

    A minor's file is closed to the station from then on, until the head names who is
    responsible; the trail says so for each file.
    """
    count = 0
    for person in _unknown():
        if (born := birth_date(person.id_number)) is not None:
            change(person, actor=actor, action="beneficiary.birth", born_on=born)
            count += 1
    return count


def _unknown() -> Iterator[Beneficiary]:
    rows = Beneficiary.objects.filter(born_on=None, withdrawn_at=None, erased_at=None)
    return rows.exclude(id_number="").iterator(BATCH)
