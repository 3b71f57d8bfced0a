"""Erasing a worker or a volunteer who left: what a law makes one keep stays (PIPL, article 47)."""

from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.workdays import clock
from stations.casework.custody_rules import add_years, load_custody
from stations.casework.domain.emptying import empty_texts
from stations.casework.domain.erase import Hold, refuse_holds
from stations.people.models import Staff
from stations.people.queries.departure import away_on
from stations.records.domain import change


def is_erased(subject: Any) -> bool:
    """Nothing of who they are is left."""
    return subject.erased_at is not None


def keeping_of(subject: models.Model) -> dict[str, Any]:
    """What data/custody.yaml says is kept of a worker or a volunteer."""
    return load_custody()["team_keeps"][subject._meta.label_lower]  # type: ignore[no-any-return]


def holds_of_member(subject: Any) -> list[Hold]:
    """All that stands against erasing now; empty when nothing does."""
    return list(_worker(subject) if isinstance(subject, Staff) else _volunteer(subject))


@transaction.atomic
def erase_member(*, actor: Actor, subject: Any) -> Any:
    """Empty name, numbers and texts; days, hours and numbers of certificates stay.

    Called when the bureau has granted it. Raises Conflict while something stands against it.
    """
    refuse_holds(holds_of_member(subject))
    empty_texts(subject)
    subject.refresh_from_db()
    action = f"{subject._meta.model_name}.erase"
    emptied = {"name": load_custody()["erased_name"], "erased_at": clock.now()}
    return change(subject, actor=actor, action=action, **emptied)


def _worker(worker: Staff) -> Iterator[Hold]:
    if worker.left_on is None or worker.left_on > clock.today():
        yield Hold("works_here", _("The person works here; they leave first."))
        return
    if worker.supervises.filter(valid_to=None, withdrawn_at=None).exists():
        yield Hold("supervises", _("The person supervises a station; that ends first."))
        return
    rule = keeping_of(worker)
    until = add_years(worker.left_on, rule["years"])
    if until >= clock.today():
        text = _("Kept until %(day)s by law: %(law)s.") % {
            "day": date_format(until),
            "law": rule["law"],
        }
        yield Hold("kept_by_law", text, until)


def _volunteer(volunteer: Any) -> Iterator[Hold]:
    """Who has not left the station has not ended the service, in a team or not."""
    if away_on(volunteer, clock.today()) is None:
        yield Hold("is_here", _("The person is a volunteer here; they leave first."))
    if volunteer.teams.filter(valid_to=None, withdrawn_at=None).exists():
        yield Hold("in_a_team", _("The person is in a team; they leave it first."))
