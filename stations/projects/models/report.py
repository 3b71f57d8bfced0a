"""Reports on a project: who is to have them, what they say, and their handing over (Z15)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kernel.access.restrict import RestrictedQuerySet
from stations.projects.enums import Handover
from stations.projects.models.project import OF_PROJECT, Project, part_rules
from stations.projects.rules import open_to_purchaser
from stations.records.models import Record, Span, span_rules
from stations.records.purge import purge_texts

OF_REPORT = "report__project__"


class ReportSubscriptionQuerySet(RestrictedQuerySet):
    rules = {**part_rules(), "open": open_to_purchaser(OF_PROJECT)}


class ProjectReportQuerySet(RestrictedQuerySet):
    rules = {**part_rules(), "purge": purge_texts("project__station__")}


class ReportDeliveryQuerySet(RestrictedQuerySet):
    rules = part_rules(OF_REPORT)


class ReportSubscription(Span):
    """Who is to have a report on the project, and how often: the purchaser, the service station.

    An account of the recipient's, where one is named, reads the project and its reports.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="subscriptions")
    recipient = models.CharField(_("Recipient of the reports"), max_length=120)
    every_months = models.PositiveSmallIntegerField(_("Months from report to report"))
    account_uuid = models.UUIDField(null=True, blank=True, editable=False)
    account_name = models.CharField(
        _("Account of the recipient"), max_length=60, blank=True, default="", editable=False
    )

    objects = ReportSubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            *span_rules("reportsubscription"),
            models.CheckConstraint(
                name="reportsubscription_interval", condition=Q(every_months__gte=1)
            ),
            models.UniqueConstraint(
                name="reportsubscription_once",
                fields=["project", "recipient"],
                condition=Q(valid_to=None, withdrawn_at=None),
            ),
        ]
        indexes = [models.Index(fields=["account_uuid"], name="reportsubscription_account")]

    def __str__(self) -> str:
        return self.recipient


class ProjectReport(Record):
    """What the records said of a project on a day: kept as it was drawn up, never counted again.

    ``content``: targets, team and effects (queries/report.py); no person stands in it. ``notes``
    tells of what numbers do not show, without names.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="reports")
    since = models.DateField(_("Report from"))
    until = models.DateField(_("Report up to"))
    drawn_on = models.DateField(_("Report drawn up on"))
    by_name = models.CharField(_("Drawn up by"), max_length=60, blank=True, default="")
    notes = models.TextField(
        _("Cases of note, without names"), max_length=4000, blank=True, default=""
    )
    content = models.JSONField(default=dict, editable=False)

    free_texts = ("notes",)

    objects = ProjectReportQuerySet.as_manager()

    class Meta:
        ordering = ["-until", "-id"]
        constraints = [
            models.CheckConstraint(
                name="projectreport_days_order",
                condition=Q(until__gte=F("since"), drawn_on__gte=F("until")),
            ),
            models.UniqueConstraint(
                name="projectreport_once",
                fields=["project", "until"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.since} {self.until}"


class ReportDelivery(Record):
    """A report reached one who is to have it."""

    report = models.ForeignKey(ProjectReport, on_delete=models.PROTECT, related_name="deliveries")
    subscription = models.ForeignKey(
        ReportSubscription,
        on_delete=models.PROTECT,
        related_name="deliveries",
        verbose_name=_("Recipient of the reports"),
    )
    delivered_on = models.DateField(_("Report handed over on"))
    manner = models.CharField(_("How it was handed over"), max_length=20, choices=Handover)

    objects = ReportDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["delivered_on", "id"]
        constraints = [
            models.UniqueConstraint(
                name="reportdelivery_once",
                fields=["report", "subscription"],
                condition=Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.subscription_id}"
