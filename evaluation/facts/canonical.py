"""The one text of a fact that its digest is taken from."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from evaluation.facts.scope import RecordRef


def plain_records(records: Iterable[RecordRef]) -> list[list[str]]:
    """Records as JSON keeps them, in one order."""
    return sorted([kind, uuid] for kind, uuid in records)


def digest_of(inputs: dict[str, Any], records: list[list[str]]) -> str:
    """SHA-256 over the canonical JSON of inputs and records."""
    text = json.dumps(
        {"inputs": inputs, "records": sorted(records)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()
