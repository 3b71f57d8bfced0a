"""The base of every record that an evaluation may be drawn from.

Decision 11 of the architecture: a record counts for a year by the day of its event and
only when it was received before the late-sync period ended. So each record keeps both,
and an event added later (an end, a decision) keeps a time of receipt of its own.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.base import UuidModel
from kernel.crypto import EncryptedTextField
from kernel.workdays import clock


class Record(UuidModel):
    """Something that happened, entered by a person; withdrawn rather than deleted.

    ``free_texts`` names the fields in people's own words that may be purged alone (C41b); the
    queryset's rule "purge" says by whom. ``day_at_place`` names the day of what a place itself does
    or begins: none of it is entered from the day on which the place has ended.
    """

    free_texts: ClassVar[tuple[str, ...]] = ()
    day_at_place: ClassVar[str] = ""

    received_at = models.DateTimeField(_("Received at"), default=clock.now, editable=False)
    # Later than a fact's freezing: the fact's page shows the record as changed since.
    changed_at = models.DateTimeField(_("Changed at"), default=clock.now, editable=False)
    withdrawn_at = models.DateTimeField(_("Withdrawn at"), null=True, editable=False)
    withdrawn_by_uuid = models.UUIDField(null=True, editable=False)
    withdrawn_by_name = models.CharField(max_length=60, blank=True, default="", editable=False)
    # Why, in people's own words, which may tell of a person: encrypted like the record's texts.
    withdrawn_reason = EncryptedTextField(
        _("Reason of withdrawal"), max_length=200, blank=True, default="", editable=False
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            self.changed_at = clock.now()
        super().save(*args, **kwargs)


class Span(Record):
    """Something that lasts: from a day (included) to a day (excluded), open if null."""

    valid_from = models.DateField(_("From day"))
    valid_to = models.DateField(_("Until before"), null=True, blank=True)
    ended_received_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True


def span_rules(name: str) -> list[models.BaseConstraint]:
    """The table rules of a Span; ``name`` is the model's, lower case."""
    return [
        models.CheckConstraint(
            name=f"{name}_span_order",
            condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")),
        ),
        models.CheckConstraint(
            name=f"{name}_end_received",
            condition=models.Q(valid_to=None, ended_received_at=None)
            | models.Q(valid_to__isnull=False, ended_received_at__isnull=False),
        ),
    ]


def covering(on: date, prefix: str = "") -> models.Q:
    """Spans that last on a day."""
    ends = models.Q(**{f"{prefix}valid_to": None}) | models.Q(**{f"{prefix}valid_to__gt": on})
    return models.Q(**{f"{prefix}valid_from__lte": on}) & ends


def end_of_day(day: date) -> datetime:
    """The last moment of a day in the county's time zone."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=clock.ZONE)


def both(day: str, stamp: str) -> models.Q:
    """Both columns are filled or neither is: a later event's day and its time of receipt."""
    empty = models.Q(**{day: None, stamp: None})
    return empty | models.Q(**{f"{day}__isnull": False, f"{stamp}__isnull": False})
