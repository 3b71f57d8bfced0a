"""Who supervises a station, and the sessions in which its workers were supervised."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.people.enums import SupervisionKind, SupervisionMode, SupervisionSite
from stations.people.models.staff import Staff
from stations.people.rules import view_people, write_people, write_supervision
from stations.records.models import Record, Span, span_rules
from stations.records.purge import purge_texts


class SupervisorQuerySet(RestrictedQuerySet):
    rules = {"view": view_people(), "edit": write_people(), "purge": purge_texts()}


class SupervisionSessionQuerySet(RestrictedQuerySet):
    rules = {"view": view_people(), "edit": write_supervision()}


class Supervisor(Span):
    """A supervisor guides a station from a day on; one with several stations is a row each.

    A person on file (`staff`) or somebody from outside; the name stands here either way.
    """

    day_at_place = "valid_from"
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(
        Staff,
        verbose_name=_("Worker of the network"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supervises",
    )
    name = models.CharField(_("Supervisor"), max_length=60)
    organisation = models.CharField(_("Organisation"), max_length=120, blank=True, default="")
    # Z23 asks for supervisors of standing; what makes one is for the county to say.
    is_senior = models.BooleanField(_("Senior supervisor"), default=False)

    free_texts = ("organisation",)

    objects = SupervisorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            *span_rules("supervisor"),
            models.UniqueConstraint(
                name="supervisor_once_a_station",
                fields=["station", "name", "organisation"],
                condition=Q(valid_to=None, withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}@{self.station_id} {self.valid_from}"


class SupervisionSession(Record):
    """One worker in one session; a session with several workers is a row for each.

    `supervisor` is the one engaged at the station, where it was one of those; the name of the
    day stands beside it.
    """

    day_at_place = "held_on"
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="supervisions")
    station = models.ForeignKey("network.Station", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Supervision kind"), max_length=20, choices=SupervisionKind)
    mode = models.CharField(_("Supervision mode"), max_length=20, choices=SupervisionMode)
    site = models.CharField(
        _("Supervision site"),
        max_length=20,
        choices=SupervisionSite,
        blank=True,
        default="",
        db_default="",
    )
    held_on = models.DateField(_("Held on"))
    supervisor = models.ForeignKey(
        Supervisor,
        verbose_name=_("Supervisor of the station"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
    )
    supervisor_name = models.CharField(_("Supervisor"), max_length=60)
    # Codes of SupervisionTopic; a session may have several (Z23).
    topics = models.JSONField(_("Topics"), default=list, db_default=[], blank=True)

    objects = SupervisionSessionQuerySet.as_manager()

    class Meta:
        ordering = ["held_on", "id"]
        # Read by year for all stations of the county (S7).
        indexes = [models.Index(fields=["held_on"], name="supervision_day")]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.kind} {self.held_on}"
