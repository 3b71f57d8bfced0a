"""Installations below this one, and this one as a cell of the installation above it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evaluation.rollup.cells.outgoing import LONGEST_PAUSE
from evaluation.rollup.models import Cell, Upstream
from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import NotFound
from kernel.seals.domain import installation_pair
from kernel.workdays.clock import now


def list_cells(*, actor: Actor) -> QuerySet[Cell]:
    """Registered cells in code order. Raises Forbidden for all but platform operators."""
    require(actor, OfficialRole.PLATFORM)
    return Cell.objects.order_by("code")


def find_cell(*, actor: Actor, code: str) -> Cell:
    """Raises Forbidden, NotFound."""
    found = list_cells(actor=actor).filter(code=code.replace("\0", "")).first()
    if found is None:
        raise NotFound(_("No such cell."))
    return found


def describe_cell(cell: Cell) -> dict[str, Any]:
    """A cell with how long ago, in whole minutes, it last called and last brought news; None:
    never. It is ``silent`` when it has not called for longer than a push ever waits."""
    called = minutes_since(cell.seen_at)
    return {
        "code": cell.code,
        "name": cell.name,
        "public_key": cell.public_key,
        "position": cell.position,
        "registered_at": cell.registered_at,
        "seen_at": cell.seen_at,
        "seen_minutes": called,
        "received_at": cell.received_at,
        "received_minutes": minutes_since(cell.received_at),
        "silent": called is None or timedelta(minutes=called) > LONGEST_PAUSE,
    }


def own_cell(*, actor: Actor) -> dict[str, Any]:
    """What the installation above must know of this one, and how far the push is.

    ``code`` and ``upstream`` are empty where nothing is pushed. Raises Forbidden.
    """
    require(actor, OfficialRole.PLATFORM)
    state = Upstream.objects.first() or Upstream()
    return {
        "code": settings.CELL_CODE,
        "public_key": installation_pair()[0],
        "upstream": settings.UPSTREAM_URL,
        "changes": state.sequence,
        "acknowledged": state.acknowledged,
        "pushed_at": state.pushed_at,
        "next_try_at": state.next_try_at if state.failures else None,
        "failures": state.failures,
        "error": state.error,
    }


def minutes_since(moment: datetime | None) -> int | None:
    return None if moment is None else max(0, int((now() - moment).total_seconds() // 60))
