"""What workers and volunteers asked about their own data, and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.actor import Actor
from kernel.access.restrict import RestrictedQuerySet, Rule
from stations.casework.models.request import SubjectRequest, request_rules
from stations.casework.rules import decide_requests, keep_workers_requests, view_requests
from stations.people.models import Staff, Volunteer
from stations.records.purge import purge_texts


def of_workers(rule: Rule) -> Rule:
    """The rule; requests of workers are for the head and the bureau, never for a colleague."""
    keeps = keep_workers_requests()

    def guarded(actor: Actor) -> Q | None:
        reached = rule(actor)
        if reached is None:
            return None
        kept = keeps(actor)
        return reached & (Q(staff=None) if kept is None else Q(staff=None) | kept)

    return guarded


class TeamRequestQuerySet(RestrictedQuerySet):
    rules = {
        "view": of_workers(view_requests()),
        "edit": of_workers(view_requests()),
        "decide": decide_requests(),
        "purge": of_workers(purge_texts()),
    }


class TeamRequest(SubjectRequest):
    """Of one worker or one volunteer, who ask for themselves."""

    staff = models.ForeignKey(
        Staff,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="data_requests",
        verbose_name=_("Worker"),
    )
    volunteer = models.ForeignKey(
        Volunteer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="data_requests",
        verbose_name=_("Volunteer"),
    )

    free_texts = ("details", "correction")

    objects = TeamRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_on", "-id"]
        constraints = [
            *request_rules("team_request"),
            models.CheckConstraint(
                name="team_request_one_subject",
                condition=Q(staff__isnull=False, volunteer=None)
                | Q(staff=None, volunteer__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["station", "-asked_on"], name="team_request_station_day")]

    def __str__(self) -> str:
        return str(self.asked_on)

    @property
    def subject(self) -> Staff | Volunteer:
        found = self.staff or self.volunteer
        assert found is not None
        return found
