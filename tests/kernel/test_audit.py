"""The audit chain: append-only, linked, sealed."""

import pytest
from django.db import connection

from kernel.access.actor import Actor
from kernel.access.models import Membership
from kernel.audit.domain import record, seal_chain
from kernel.audit.models import Entry
from kernel.audit.queries.entry import find_breaks
from tests.fixtures.people import make_member


def write_entries(actor: Actor, number: int) -> list[Entry]:
    make_member("BUREAU")
    membership = Membership.objects.first()
    return [
        record(actor=actor, action="membership.grant", obj=membership, after={"n": n})
        for n in range(number)
    ]


def test_entries_are_numbered_without_gaps_and_chained(system):
    first, second, third = write_entries(system, 3)

    assert [second.seq - first.seq, third.seq - second.seq] == [1, 1]
    assert [second.previous, third.previous] == [first.digest, second.digest]
    assert list(find_breaks()) == []


def test_entry_is_never_changed_or_deleted_through_the_model(system):
    entry = write_entries(system, 1)[0]

    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_changed_entry_is_found(system):
    entry = write_entries(system, 2)[0]

    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET actor_name = 'x' WHERE id = %s", [entry.pk])

    assert list(find_breaks()) == [f"entry {entry.seq} was changed"]


def test_missing_entry_is_found(system):
    entries = write_entries(system, 3)

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [entries[1].pk])

    seq = entries[1].seq
    assert f"entries {seq} to {seq} are missing" in list(find_breaks())


def test_cut_off_end_is_found_by_the_seal(system):
    entries = write_entries(system, 2)
    seal_chain()

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [entries[1].pk])

    seq = entries[1].seq
    assert list(find_breaks()) == [f"entries {seq} to {seq} are missing"]
