"""The one text of a fact that its digest is taken from."""

import hashlib
import json
from typing import Any


def plain_records(records: dict[str, list[str]]) -> list[list[str]]:
    """A fact's records as JSON keeps them: pairs of kind and uuid, in one order."""
    return [[kind, uuid] for kind in sorted(records) for uuid in sorted(records[kind])]


def digest_of(inputs: dict[str, Any], records: list[list[str]]) -> str:
    """SHA-256 over the canonical JSON of inputs and records."""
    text = json.dumps(
        {"inputs": inputs, "records": sorted(records)},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()
