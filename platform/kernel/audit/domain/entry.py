"""Appending to the audit trail, in the transaction of the deed itself."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from kernel.access.actor import Actor
from kernel.audit.models import ChainHead, Entry
from kernel.audit.request import request_id
from kernel.insert import insert_text, mark_saved
from kernel.workdays.clock import now

MOVE_HEAD = "WITH head AS (UPDATE audit_chainhead SET seq = %s, digest = %s)"


def record(
    *,
    actor: Actor,
    action: str,
    obj: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Entry:
    """Write what was done to an object, chained to the county's last entry.

    Call it inside the transaction of the change. ``before`` and ``after`` are plain
    JSON without personal data.
    """
    return record_each(actor=actor, action=action, objects=[obj], before=before, after=after)[0]


def record_each(
    *,
    actor: Actor,
    action: str,
    objects: Sequence[models.Model],
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> list[Entry]:
    """The same deed on several objects: an entry each, in their order, by two statements."""
    if not objects:
        return []
    entries: list[Entry] = []
    with transaction.atomic(savepoint=False):
        head = ChainHead.objects.select_for_update().get()
        last = (head.seq, head.digest)
        for obj in objects:
            entries.append(_make_entry(last, actor, action, obj, before, after))
            last = (entries[-1].seq, entries[-1].digest)
        _append(entries)
    return entries


def _make_entry(
    last: tuple[int, str],
    actor: Actor,
    action: str,
    obj: models.Model,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> Entry:
    entry = Entry(
        seq=last[0] + 1,
        at=now(),
        actor_uuid=actor.user_uuid,
        actor_name=actor.name,
        action=action,
        object_type=obj._meta.label_lower,
        object_uuid=getattr(obj, "uuid", None),
        object_text=str(obj)[:200],
        before=_plain(before),
        after=_plain(after),
        request_id=request_id(),
        previous=last[1],
    )
    entry.digest = digest_of(entry)
    return entry


def _append(entries: list[Entry]) -> None:
    """The entries and the chain's new head in one statement: every deed pays for this one."""
    text, values = insert_text(entries)
    head = entries[-1]
    with connection.cursor() as cursor:
        cursor.execute(f"{MOVE_HEAD} {text} RETURNING seq, id", [head.seq, head.digest, *values])
        ids = dict(cursor.fetchall())
    for entry in entries:
        mark_saved(entry, ids[entry.seq])


def digest_of(entry: Entry) -> str:
    """The link: SHA-256 over the entry's content and the link before."""
    content = [
        entry.seq,
        entry.at.timestamp(),
        str(entry.actor_uuid),
        entry.actor_name,
        entry.action,
        entry.object_type,
        str(entry.object_uuid),
        entry.object_text,
        entry.before,
        entry.after,
        entry.request_id,
        entry.previous,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(values: dict[str, Any] | None) -> dict[str, Any]:
    return json.loads(json.dumps(values or {}, cls=DjangoJSONEncoder))
