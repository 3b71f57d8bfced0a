"""A person's care plan, its reviews and the indicators by which it is judged (Z16, C83, C85)."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from kernel.crypto import EncryptedTextField
from stations.casework.enums import GivenBy
from stations.casework.minors import of_minors
from stations.casework.models.beneficiary import Beneficiary
from stations.casework.models.case import Case
from stations.casework.rules import read_cases, view_cases, write_persons
from stations.records.models import Record, both

PERSON, STATION = "plan__beneficiary__", "plan__station__"


class CarePlanQuerySet(RestrictedQuerySet):
    """ "view" is that a plan exists and where it stands; "read" adds names and texts."""

    rules = {
        "view": of_minors(view_cases()),
        "read": of_minors(read_cases()),
        "edit": of_minors(write_persons()),
    }


class OfPlanQuerySet(RestrictedQuerySet):
    """What belongs to a plan is seen and written by whom the plan is."""

    rules = {
        "view": of_minors(view_cases(STATION), PERSON, STATION),
        "read": of_minors(read_cases(STATION), PERSON, STATION),
        "edit": of_minors(write_persons(STATION), PERSON, STATION),
    }


class CarePlan(Record):
    """What is to change for a person, how and by whom; one open plan a person (N04).

    The person agrees to it or refuses it (C43); a refused plan is closed. ``likeness`` is how much
    the goals resemble another person's plan of the station, in percent (C44). ``reviewed_on`` is
    that of the last review that stands; each is kept as a PlanReview.
    """

    beneficiary = models.ForeignKey(
        Beneficiary,
        on_delete=models.PROTECT,
        related_name="plans",
        verbose_name=_("Person served"),
    )
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        verbose_name=_("Belongs to the case"),
    )
    responsible = models.ForeignKey(
        "people.Staff",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Responsible worker"),
    )
    begun_on = models.DateField(_("Plan begun on"))
    goals = EncryptedTextField(_("Purpose and goals"))
    strategy = EncryptedTextField(_("Strategy, steps and schedule"))
    contingency = EncryptedTextField(_("Difficulties to expect, and what is done then"))
    roles = EncryptedTextField(_("Who does what"), blank=True, default="")
    likeness = models.PositiveSmallIntegerField(
        _("Likeness to another person's plan, in percent"), default=0, editable=False
    )
    agreed_on = models.DateField(_("Agreed to on"), null=True, blank=True)
    agreed_by = models.CharField(
        _("Agreed to by"), max_length=10, choices=GivenBy, blank=True, default=""
    )
    agreed_received_at = models.DateTimeField(null=True, editable=False)
    refused_on = models.DateField(_("Plan refused on"), null=True, blank=True)
    refused_reason = EncryptedTextField(_("Why it was refused"), blank=True, default="")
    refused_received_at = models.DateTimeField(null=True, editable=False)
    review_due_on = models.DateField(_("Review due on"))
    reviewed_on = models.DateField(_("Last reviewed on"), null=True, blank=True)
    reviewed_received_at = models.DateTimeField(null=True, editable=False)
    # Empty since reviews are kept one by one; to be dropped by a later release
    # (docs/decisions/0007).
    review_note = EncryptedTextField(_("What the review found"), blank=True, default="")
    closed_on = models.DateField(_("Plan closed on"), null=True, blank=True)
    closed_received_at = models.DateTimeField(null=True, editable=False)
    outcome = EncryptedTextField(_("What was achieved"), blank=True, default="")

    objects = CarePlanQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="careplan_one_open",
                fields=["beneficiary"],
                condition=Q(closed_on=None, withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="careplan_order",
                condition=Q(review_due_on__gte=F("begun_on"))
                & (Q(closed_on=None) | Q(closed_on__gte=F("begun_on"))),
            ),
            models.CheckConstraint(
                name="careplan_received",
                condition=(
                    Q(agreed_on=None, agreed_received_at=None, agreed_by="")
                    | (
                        Q(agreed_on__isnull=False, agreed_received_at__isnull=False)
                        & ~Q(agreed_by="")
                    )
                )
                & both("reviewed_on", "reviewed_received_at")
                & both("closed_on", "closed_received_at"),
            ),
            models.CheckConstraint(
                name="careplan_refused_is_closed",
                condition=Q(refused_on=None, refused_received_at=None)
                | Q(
                    refused_on__isnull=False,
                    refused_received_at__isnull=False,
                    closed_on__isnull=False,
                    closed_on=F("refused_on"),
                ),
            ),
        ]
        indexes = [models.Index(fields=["station", "-begun_on"], name="careplan_station_day")]

    def __str__(self) -> str:
        return f"{self.beneficiary_id} {self.begun_on}"


class PlanReview(Record):
    """One look with the person at where the plan stands, and when the next is due.

    ``due_on`` is the day on which this one was due; of those from before they were kept it is not
    known.
    """

    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="reviews")
    reviewed_on = models.DateField(_("Plan reviewed on"))
    note = EncryptedTextField(_("What the review found"), blank=True, default="")
    due_on = models.DateField(_("Review due on"), null=True, blank=True)
    next_due_on = models.DateField(_("Next review due on"))

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-reviewed_on", "-id"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.reviewed_on}"


class PlanIndicator(Record):
    """One goal as a measure: where it stands, where it is to come, where it came (C83c, C85a).

    Judged by what can be shown and by what the person says, both (C85b).
    """

    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="indicators")
    goal = EncryptedTextField(_("Goal"))
    measure = EncryptedTextField(_("What is measured"), max_length=120)
    unit = models.CharField(_("Unit of measure"), max_length=20)
    baseline = models.DecimalField(_("Where it stands"), max_digits=10, decimal_places=2)
    target = models.DecimalField(_("Where it is to come"), max_digits=10, decimal_places=2)
    reached = models.DecimalField(
        _("Where it came"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    evidence = EncryptedTextField(_("What can be shown"), blank=True, default="")
    person_view = EncryptedTextField(_("What the person says"), blank=True, default="")
    judged_on = models.DateField(_("Indicator judged on"), null=True, blank=True)
    judged_received_at = models.DateTimeField(null=True, editable=False)
    met = models.BooleanField(_("Goal met"), default=False)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="planindicator_judged",
                condition=both("judged_on", "judged_received_at")
                & both("judged_on", "reached")
                & (Q(met=False) | Q(judged_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        """Without the measure: this text goes into the audit trail, and a measure may be purged."""
        return f"{self.plan_id} {self.baseline} {self.target}"

    @property
    def percent(self) -> Decimal | None:
        """How far it came from the baseline to the target; None before it is judged."""
        if self.reached is None:
            return None
        way = self.target - self.baseline
        if not way:
            return Decimal(100 if self.met else 0)
        return ((self.reached - self.baseline) / way * 100).quantize(Decimal(1))
