"""Trainings a station held or sent people to, and who attended."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.people.enums import (
    OtherAudience,
    TrainingAudience,
    TrainingGrade,
    TrainingKind,
    TrainingTopic,
)
from stations.people.models.staff import Staff
from stations.people.rules import view_people, write_trainings
from stations.records.models import Record
from stations.records.purge import purge_texts

LEAST_HOURS = Decimal("0.5")
# One event; a course of several weeks is a training for each of its parts.
MOST_HOURS = Decimal(200)


def hours_field(label: Any) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=5,
        decimal_places=1,
        validators=[MinValueValidator(LEAST_HOURS), MaxValueValidator(MOST_HOURS)],
    )


class TrainingQuerySet(RestrictedQuerySet):
    rules = {"view": view_people(), "edit": write_trainings(), "purge": purge_texts()}


class OfTrainingQuerySet(RestrictedQuerySet):
    rules = {
        "view": view_people("training__station__"),
        "edit": write_trainings("training__station__"),
    }


class Training(Record):
    """One training on one day, for an audience, in a kind and a grade (M37-M40, C913a)."""

    day_at_place = "held_on"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Title of the training"), max_length=200)
    kind = models.CharField(_("Kind of training"), max_length=20, choices=TrainingKind)
    grade = models.CharField(_("Grade of training"), max_length=20, choices=TrainingGrade)
    audience = models.CharField(_("Audience"), max_length=20, choices=TrainingAudience)
    topic = models.CharField(_("Subject of the training"), max_length=20, choices=TrainingTopic)
    held_on = models.DateField(_("Held on"))
    hours = hours_field(_("Class hours"))
    place = models.CharField(_("Place of the training"), max_length=120, blank=True, default="")
    trainer = models.CharField(_("Trainer"), max_length=120, blank=True, default="")

    free_texts = ("title", "place", "trainer")

    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-id"]
        indexes = [models.Index(fields=["station", "held_on"], name="training_station_day")]
        constraints = [
            models.CheckConstraint(name="training_hours", condition=Q(hours__gt=0)),
        ]

    def __str__(self) -> str:
        """Without the title: this text goes into the audit trail, and a title may be purged."""
        return f"{self.kind} {self.held_on}"


class TrainingAttendance(Record):
    """A worker of the network at a training: the hours attended, and the certificate if any."""

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="attendances")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="trainings")
    hours = hours_field(_("Hours attended"))
    certificate_number = models.CharField(
        _("Number of the training certificate"), max_length=60, blank=True, default=""
    )

    objects = OfTrainingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="trainingattendance_once",
                fields=["training", "staff"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(name="trainingattendance_hours", condition=Q(hours__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.training_id} {self.staff_id}"


class TrainingHeadcount(Record):
    """How many other people of a kind attended; they are counted, not named (M38)."""

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="headcounts")
    audience = models.CharField(_("Who attended"), max_length=20, choices=OtherAudience)
    persons = models.PositiveIntegerField(
        _("Persons attending"), validators=[MinValueValidator(1), MaxValueValidator(10000)]
    )

    objects = OfTrainingQuerySet.as_manager()

    class Meta:
        ordering = ["audience", "id"]
        constraints = [
            models.UniqueConstraint(
                name="trainingheadcount_once",
                fields=["training", "audience"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(name="trainingheadcount_some", condition=Q(persons__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.training_id} {self.audience} {self.persons}"
