"""A list between its dry run and its confirmation: carried by the page, readable to nobody.

Encrypted with the county's key and tied to the station and the person; nothing of a list that
is not confirmed stays anywhere.
"""

import json
import zlib
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.crypto.cipher import Undecipherable, decrypt, encrypt
from kernel.crypto.keys import data_key
from kernel.errors import Conflict
from stations.casework.roster_sheet import RosterRow


@dataclass(frozen=True)
class RosterList:
    """A list as it was given."""

    category: str
    listed_on: date
    rows: tuple[RosterRow, ...]


def seal_roster(actor: Actor, station: Any, given: RosterList) -> str:
    """The list as a text that only this person can send back, for this place."""
    content = {
        "by": str(actor.user_uuid),
        "station": station.code,
        "category": given.category,
        "listed_on": given.listed_on.isoformat(),
        "rows": [asdict(row) for row in given.rows],
    }
    # Packed: the longest list would else be more than a form may send back.
    packed = zlib.compress(json.dumps(content, ensure_ascii=False).encode())
    return encrypt(b64encode(packed).decode(), data_key())


def open_roster(actor: Actor, station: Any, sealed: str) -> RosterList:
    """The list again. Raises Conflict when it is not one of this person's for this place."""
    try:
        content = json.loads(zlib.decompress(b64decode(decrypt(sealed, data_key()))))
    except (Undecipherable, ValueError, zlib.error):
        content = {}
    if (content.get("by"), content.get("station")) != (str(actor.user_uuid), station.code):
        raise Conflict(_("This list cannot be confirmed: please read the sheet again."))
    return RosterList(
        category=content["category"],
        listed_on=date.fromisoformat(content["listed_on"]),
        rows=tuple(RosterRow(**row) for row in content["rows"]),
    )
