"""Where the page of a thing due lies."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from stations.casework.queries.reminder import Reminder

PAGES = {
    "case": "casework:case",
    "plan": "casework:care-plans-one",
    "check": "casework:care-checks-one",
    "family": "casework:bereavements-one",
}


def with_address(station: Any, found: Iterable[Reminder]) -> list[tuple[Reminder, str]]:
    """Each reminder with the address of what it is about."""
    return [(each, reverse(PAGES[each.kind], args=[station.code, each.uuid])) for each in found]
