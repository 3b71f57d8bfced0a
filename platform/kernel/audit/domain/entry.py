"""Appending to the audit trail, in the transaction of the deed itself."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from kernel.access.actor import Actor
from kernel.audit.models import ChainHead, Entry
from kernel.audit.request import request_id
from kernel.insert import columns_of, mark_saved, values_of
from kernel.workdays.clock import now

APPEND = """
WITH head AS (UPDATE audit_chainhead SET seq = %s, digest = %s)
INSERT INTO audit_entry ({columns}) VALUES ({marks}) RETURNING id
"""


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
    with transaction.atomic(savepoint=False):
        head = ChainHead.objects.select_for_update().get()
        entry = _make_entry(head, actor, action, obj, before, after)
        _append(entry)
    return entry


def _make_entry(
    head: ChainHead,
    actor: Actor,
    action: str,
    obj: models.Model,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> Entry:
    entry = Entry(
        seq=head.seq + 1,
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
        previous=head.digest,
    )
    entry.digest = digest_of(entry)
    return entry


def _append(entry: Entry) -> None:
    """The entry and the chain's new head in one statement: every deed pays for this one."""
    columns, marks = columns_of(Entry)
    statement = APPEND.format(columns=columns, marks=marks)
    with connection.cursor() as cursor:
        cursor.execute(statement, [entry.seq, entry.digest, *values_of(entry)])
        mark_saved(entry, cursor.fetchone()[0])


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
