"""Who works in a project, and since when (Z22, Z23)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.community.rules import view_community
from stations.projects.enums import ProjectRole
from stations.projects.models.project import OF_PROJECT, Project
from stations.projects.rules import write_projects
from stations.records.models import Span, span_rules


class ProjectStaffQuerySet(RestrictedQuerySet):
    """Names of workers are not for the purchaser, who reads how many there were."""

    rules = {"view": view_community("project__station__"), "edit": write_projects(OF_PROJECT)}


class ProjectStaff(Span):
    """A worker of the network, or a supervisor of the station, in the project from a day on."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="team")
    role = models.CharField(_("Role in the project"), max_length=20, choices=ProjectRole)
    staff = models.ForeignKey(
        "people.Staff",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Worker"),
    )
    supervisor = models.ForeignKey(
        "people.Supervisor",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Supervisor of the station"),
    )

    objects = ProjectStaffQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            *span_rules("projectstaff"),
            models.CheckConstraint(
                name="projectstaff_by_role",
                condition=Q(role=ProjectRole.WORKER, staff__isnull=False, supervisor=None)
                | Q(role=ProjectRole.SUPERVISOR, staff=None, supervisor__isnull=False),
            ),
            models.UniqueConstraint(
                name="projectstaff_worker_once",
                fields=["project", "staff"],
                condition=Q(valid_to=None, withdrawn_at=None),
            ),
            models.UniqueConstraint(
                name="projectstaff_supervisor_once",
                fields=["project", "supervisor"],
                condition=Q(valid_to=None, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.valid_from}"

    @property
    def name(self) -> str:
        """As the record of the worker or supervisor says it."""
        return str((self.staff or self.supervisor).name)  # type: ignore[union-attr]
