"""How often a person is to be visited."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import Conflict
from stations.casework.domain.basis import hold_served
from stations.casework.models import Beneficiary, VisitLevelSpan
from stations.records.domain import (
    end_span,
    enter,
    refuse,
    refuse_future,
    require_row,
)
from stations.records.identity import refuse_unborn


@transaction.atomic
def set_visit_level(
    *, actor: Actor, beneficiary: Beneficiary, level: int, valid_from: date, reason: str = ""
) -> VisitLevelSpan:
    """Set the level from a day on; the former one ends with it.

    Raises Forbidden, Conflict for the same level or a person who is not served, or Invalid for a
    day not after the beginning of the former level, or on which another one held that has ended.
    """
    require_row(actor, beneficiary, "edit")
    hold_served(beneficiary)
    refuse_future("valid_from", valid_from)
    refuse_second_level(beneficiary, "valid_from", valid_from)
    refuse_unborn(beneficiary.born_on, "valid_from", valid_from)
    former = beneficiary.levels.filter(valid_to=None, withdrawn_at=None).first()
    if former is not None:
        _end(actor, former, level, valid_from)
    span = VisitLevelSpan(
        beneficiary=beneficiary,
        station_id=beneficiary.station_id,
        level=level,
        reason=reason.strip(),
        valid_from=valid_from,
    )
    return enter(span, actor=actor, action="level.set")


def refuse_second_level(person: Beneficiary, field: str, day: date) -> None:
    """Refuse a day on which a level held that ended with the file or the service: of both, visits
    would be due. One that ended on its first day (domain/basis.py) is no hindrance.

    Raises Invalid.
    """
    held = person.levels.filter(withdrawn_at=None, valid_to__gt=day)
    others = held.exclude(valid_from=day, valid_to=day + timedelta(days=1))
    until = others.aggregate(last=Max("valid_to"))["last"]
    if until is not None:
        message = _("The former visit level held until %(day)s.")
        refuse(field, message % {"day": date_format(until)}, day, f">= {until}")


def _end(actor: Actor, former: VisitLevelSpan, level: int, valid_from: date) -> None:
    if former.level == level:
        raise Conflict(_("The person already has this level."))
    if valid_from <= former.valid_from:
        message = _("The new level begins before the former one.")
        refuse("valid_from", message, valid_from, f"> {former.valid_from}")
    end_span(former, actor=actor, action="level.end", on=valid_from)
