"""Several visits in one request, as a phone's outbox sends them: what both doors share."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import DomainError
from stations.casework.data_file import read_data
from stations.casework.domain.arrival import Outcome, SentVisit, attempt, put_visits
from stations.records.domain import refuse

Read = Callable[[Any], SentVisit]


def limits() -> dict[str, int]:
    """``most`` visits of a request, and how many ``characters`` of text a phone puts into one."""
    return read_data("visits")["together"]  # type: ignore[no-any-return]


def visits_of(body: Any) -> list[Any]:
    """The visits of a request's body. Raises Invalid for none, or more than are taken at once."""
    given, most = body.get("visits"), limits()["most"]
    if not isinstance(given, list) or not 1 <= len(given) <= most:
        message = _("Send a list of 1 to %(most)s visits.") % {"most": most}
        refuse("visits", message, len(given) if isinstance(given, list) else None, f"1-{most}")
    return given


def receive(actor: Actor, visits: list[Any], read: Read) -> list[Outcome]:
    """What becomes of each visit, in the order sent; one that ``read`` refuses stops no other."""
    found = [attempt(read, visit) for visit in visits]
    sent = [each for each in found if isinstance(each, SentVisit)]
    outcomes = iter(put_visits(actor=actor, sent=sent))
    return [each if isinstance(each, DomainError) else next(outcomes) for each in found]
