"""A purchased project: one plan agreed with a purchaser (Z01), carried out by a station."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet, Rule
from stations.casework.rules import write_persons
from stations.projects.catalogue import agreed
from stations.projects.enums import ProjectState
from stations.projects.rules import open_to_purchaser, view_projects, write_projects
from stations.records.models import Record
from stations.records.purge import purge_texts

OF_PROJECT = "project__"


def part_rules(way: str = OF_PROJECT) -> dict[str, Rule]:
    """What belongs to a project is seen and written with it; ``way`` leads there."""
    return {"view": view_projects(way), "edit": write_projects(way)}


class ProjectQuerySet(RestrictedQuerySet):
    rules = {
        "view": view_projects(),
        "edit": write_projects(),
        "open": open_to_purchaser(),
        "serve": write_persons(),
        "purge": purge_texts(),
    }


class ServiceLineQuerySet(RestrictedQuerySet):
    rules = part_rules()


def default_workers() -> int:
    return agreed().min_workers


def default_supervisors() -> int:
    return agreed().min_supervisors


def default_evaluation_months() -> int:
    return agreed().evaluation_months


class Project(Record):
    """What was agreed: with whom, for which days, for which kinds of persons, with how many people.

    Its year is neither the calendar's nor the evaluation's (Z09): every count goes by the days
    agreed. Nobody is enrolled: persons of its kinds served at the place are its persons.
    """

    day_at_place = "starts_on"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Name of the project"), max_length=120)
    brand = models.CharField(_("Brand"), max_length=60, blank=True, default="")
    # Need not be civil affairs (Z01, G35).
    purchaser = models.CharField(_("Purchaser of the project"), max_length=120)
    policy_basis = models.CharField(_("Policy basis"), max_length=200, blank=True, default="")
    starts_on = models.DateField(_("First day agreed"))
    ends_on = models.DateField(_("Last day agreed"))
    # Codes of casework's Category; empty: everybody served at the place.
    kinds = models.JSONField(_("Kinds of persons"), default=list, db_default=[], blank=True)
    # What needs were found, in the words of the plan (Z01).
    needs = models.TextField(_("Needs found"), max_length=4000, blank=True, default="")
    # The purchaser's own rule of visiting (Z06).
    visiting_rule = models.CharField(
        _("Visiting rule of the purchaser"), max_length=120, blank=True, default=""
    )
    visit_days = models.PositiveSmallIntegerField(
        _("Days from visit to visit"), null=True, blank=True
    )
    min_workers = models.PositiveSmallIntegerField(
        _("Social workers at least"), default=default_workers
    )
    min_supervisors = models.PositiveSmallIntegerField(
        _("Supervisors at least"), default=default_supervisors
    )
    evaluation_months = models.PositiveSmallIntegerField(
        _("Months from evaluation to evaluation"), default=default_evaluation_months
    )

    free_texts = ("brand", "policy_basis", "needs")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="project_days_order", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="project_rule_with_days",
                condition=Q(visiting_rule="", visit_days=None)
                | (~Q(visiting_rule="") & Q(visit_days__gte=1)),
            ),
            models.CheckConstraint(name="project_evaluated", condition=Q(evaluation_months__gte=1)),
        ]
        indexes = [models.Index(fields=["station", "-starts_on"], name="project_station_day")]

    def __str__(self) -> str:
        return self.name

    def state_on(self, day: date) -> ProjectState:
        """Where it stands on a day."""
        if day < self.starts_on:
            return ProjectState.AHEAD
        return ProjectState.RUNNING if day <= self.ends_on else ProjectState.OVER


class ServiceLine(Record):
    """One line of services of a project, and which kinds of needs it answers (Z07, Z26)."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="lines")
    title = models.CharField(_("Service line"), max_length=60)
    # Codes of casework's NeedKind.
    needs = models.JSONField(_("Needs it answers"), default=list, db_default=[], blank=True)

    objects = ServiceLineQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="serviceline_once",
                fields=["project", "title"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.title
