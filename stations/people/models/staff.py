"""A person who works in the network, and where they work."""

from datetime import date
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.access.restrict import RestrictedQuerySet, Rule
from kernel.crypto import EncryptedTextField
from stations.people.enums import Education, EmploymentChannel, Post, Specialty
from stations.people.rules import name_accounts, view_people, write_people
from stations.records.models import Record, Span, span_rules
from stations.records.purge import purge_texts


class AssignmentQuerySet(RestrictedQuerySet):
    rules = {"view": view_people(), "edit": write_people()}


def of_staff(rule: Rule, key: str) -> Rule:
    """The rule for rows of a person, from the rule for the stations the person works at.

    ``key`` is the column that holds the person's id. A county-wide role also reaches
    persons without any assignment.
    """

    def through_assignments(actor: Actor) -> Q | None:
        reached = rule(actor)
        if reached is None or reached == Q(pk__isnull=False):
            return reached
        return Q(**{f"{key}__in": Assignment.objects.filter(reached).values("staff_id")})

    return through_assignments


class StaffQuerySet(RestrictedQuerySet):
    # ID number and phone in full are for those who keep the staff.
    rules = {
        "view": of_staff(view_people(), "pk"),
        "edit": of_staff(write_people(), "pk"),
        "reveal": of_staff(write_people(), "pk"),
        "purge": of_staff(purge_texts(), "pk"),
        "account": of_staff(name_accounts(), "pk"),
    }


class Staff(Record):
    """A worker of the network: one row a person in the county, wherever they work."""

    name = models.CharField(_("Full name"), max_length=60)
    id_number = EncryptedTextField(_("ID number"), blank=True, default="")
    # Finds an ID number again without reading it; empty when none was given.
    id_number_index = models.CharField(max_length=64, blank=True, default="", editable=False)
    phone = EncryptedTextField(_("Phone"), blank=True, default="")
    channel = models.CharField(
        _("Employment channel"),
        max_length=20,
        choices=EmploymentChannel,
        default=EmploymentChannel.RECRUITED,
    )
    joined_on = models.DateField(_("Joined on"))
    left_on = models.DateField(_("Left on"), null=True, blank=True)
    education = models.CharField(
        _("Education"),
        max_length=20,
        choices=Education,
        blank=True,
        default="",
        db_default="",
    )
    # Whether the degree is one in social work (C51); the major says in which words.
    social_work_degree = models.BooleanField(
        _("Degree in social work"), default=False, db_default=False
    )
    major = models.CharField(_("Major"), max_length=120, blank=True, default="", db_default="")
    specialty = models.CharField(
        _("Special field"),
        max_length=20,
        choices=Specialty,
        blank=True,
        default="",
        db_default="",
    )

    # Name, numbers and texts were emptied on the person's wish (X09).
    erased_at = models.DateTimeField(null=True, editable=False)

    # Who the worker is when logged in, if anybody: what that user records is the worker's work.
    user_uuid = models.UUIDField(null=True, blank=True, editable=False)
    user_name = models.CharField(
        _("User account"),
        max_length=60,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )

    free_texts = ("major",)

    objects = StaffQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                name="staff_once",
                fields=["id_number_index"],
                condition=~Q(id_number_index="") & Q(withdrawn_at=None),
            ),
            # One user is one worker; who came back is another row beside the one that left.
            models.UniqueConstraint(
                name="staff_of_user",
                fields=["user_uuid"],
                condition=Q(user_uuid__isnull=False, withdrawn_at=None, left_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def worked_on(self, day: date) -> bool:
        """Whether the person belonged to the network on a day."""
        return self.joined_on <= day and (self.left_on is None or day < self.left_on)


class Assignment(Span):
    """A person works at a station: full time, or with a share of a post (0 to 1)."""

    day_at_place = "valid_from"
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="assignments")
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    post = models.CharField(_("Kind of post"), max_length=10, choices=Post, default=Post.SERVICE)
    # Codes of TaskKind: what of the place's work falls to this person (N13).
    tasks = models.JSONField(_("Tasks of the post"), default=list, db_default=[], blank=True)
    full_time = models.BooleanField(_("Full time"), default=True)
    share = models.DecimalField(
        _("Share of a post"),
        max_digits=3,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(1))],
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = span_rules("assignment")

    def __str__(self) -> str:
        return f"{self.staff_id}@{self.station_id} {self.valid_from}"
