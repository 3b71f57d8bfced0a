"""Goals of a project, the targets under them, and how far they were reached (Z08)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.projects.catalogue import measure_choices, measures
from stations.projects.enums import Moment, Verdict
from stations.projects.models.project import Project, ServiceLine, part_rules
from stations.records.models import Record
from stations.records.purge import purge_texts


class PartQuerySet(RestrictedQuerySet):
    rules = part_rules()


class OutcomeQuerySet(RestrictedQuerySet):
    rules = {**part_rules(), "purge": purge_texts("project__station__")}


class ProjectGoal(Record):
    """What the project is to bring about, in the words of the contract."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="goals")
    title = models.CharField(_("Goal"), max_length=200)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="projectgoal_once",
                fields=["project", "title"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProjectTarget(Record):
    """So many of one unit within the project's days, for a goal; counted from records."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="targets")
    goal = models.ForeignKey(ProjectGoal, on_delete=models.PROTECT, related_name="targets")
    line = models.ForeignKey(
        ServiceLine,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("Service line"),
    )
    measure = models.CharField(_("What is counted"), max_length=30, choices=measure_choices)
    amount = models.PositiveIntegerField(_("Number agreed"))

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="projecttarget_something", condition=Q(amount__gte=1)),
            models.UniqueConstraint(
                name="projecttarget_once",
                fields=["project", "measure"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.amount}"

    @property
    def label(self) -> str:
        """What it counts, in words."""
        return str(measures()[self.measure].label)

    @property
    def agreed(self) -> str:
        """What and how many, in words."""
        return f"{self.label} {self.amount} {measures()[self.measure].unit.label}"


class TargetActivity(Record):
    """An activity of the station that counts under a target of the project."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="activities")
    target = models.ForeignKey(ProjectTarget, on_delete=models.PROTECT, related_name="activities")
    activity = models.ForeignKey(
        "community.StationActivity",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("Activity of the station"),
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            # Of two purchasers none pays for what the other paid for.
            models.UniqueConstraint(
                name="targetactivity_once",
                fields=["activity"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.activity_id}"


class GoalOutcome(Record):
    """What was found of a goal on a day, by which evidence; ``figures`` are the goal's targets as
    they stood then: [{measure, unit, amount, done}]."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="outcomes")
    goal = models.ForeignKey(ProjectGoal, on_delete=models.PROTECT, related_name="outcomes")
    moment = models.CharField(_("Moment of the evaluation"), max_length=10, choices=Moment)
    judged_on = models.DateField(_("Effect judged on"))
    verdict = models.CharField(_("How far the goal was reached"), max_length=20, choices=Verdict)
    evidence = models.TextField(_("Evidence of the effect"), max_length=4000)
    figures = models.JSONField(default=list, db_default=[], editable=False)

    free_texts = ("evidence",)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["judged_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="goaloutcome_once_a_day",
                fields=["goal", "judged_on"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.judged_on}"
