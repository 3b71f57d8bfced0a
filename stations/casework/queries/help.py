"""The help that one person was given: what the file shows of services, applications, referrals,
wishes, carers and checks at home."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.access.actor import Actor
from stations.casework.models import (
    Beneficiary,
    BenefitApplication,
    CareCheck,
    Carer,
    Referral,
    ServiceRecord,
    Wish,
)

# Of each kind the file shows so many; the rest stands in the register.
LAST_HELP = 5


@dataclass(frozen=True)
class HelpLine:
    """One record of a register, in words that name nobody."""

    noun: str
    record: Any
    day: date
    words: str


def _words(*names: str) -> Callable[[Any], str]:
    """The labels of these choices, those that are filled in."""

    def say(record: Any) -> str:
        labels = (str(getattr(record, f"get_{name}_display")()) for name in names)
        return " · ".join(label for label in labels if label)

    return say


# The register, its model, the day of a record and what is said of it.
KINDS: tuple[tuple[str, Any, str, Callable[[Any], str]], ...] = (
    ("services", ServiceRecord, "served_on", _words("service")),
    ("benefit-applications", BenefitApplication, "helped_on", _words("policy", "state")),
    ("referrals", Referral, "referred_on", _words("outcome")),
    ("wishes", Wish, "voiced_on", _words("kind", "outcome")),
    ("carers", Carer, "valid_from", _words("relation")),
    ("care-checks", CareCheck, "checked_on", _words("kind", "verdict")),
)


def help_of(actor: Actor, person: Beneficiary) -> list[HelpLine]:
    """By kind, the latest first; a query for each, nothing withdrawn."""
    return [
        HelpLine(noun, record, getattr(record, day), say(record))
        for noun, model, day, say in KINDS
        for record in _last(model.objects.restrict(actor, "view"), person, day)
    ]


def _last(rows: Any, person: Beneficiary, day: str) -> Any:
    own = rows.filter(beneficiary=person, withdrawn_at=None).select_related("station")
    return own.order_by(f"-{day}", "-id")[:LAST_HELP]
