"""The forms of a project and of what belongs to it; the API takes the same fields."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.casework.enums import Category, NeedKind
from stations.casework.standards import grouped_kinds
from stations.community.models import StationActivity
from stations.people.models import Staff, Supervisor
from stations.people.queries.staff import workers_at
from stations.people.queries.supervision import supervisors_at
from stations.projects.catalogue import BY_NAME, agreed, measure_choices, measures
from stations.projects.enums import Handover, Verdict
from stations.projects.models import (
    ProjectGoal,
    ProjectStaff,
    ProjectTarget,
    ReportDelivery,
    ReportSubscription,
    ServiceLine,
)
from stations.projects.queries.part import parts_of
from stations.projects.queries.progress import activities_free
from stations.projects.queries.recipient import purchaser_accounts
from stations.projects.queries.report import last_over, recipients_on
from stations.records.forms import NONE, FreeText, day_field
from stations.records.reasons import REASON_LENGTH
from stations.records.register import EntryForm, RecordChoice

MOST = 10_000_000


class ProjectForm(EntryForm):
    """What was agreed: name, purchaser, days; the rest where the contract says it."""

    name = forms.CharField(label=_("Name of the project"), max_length=120)
    purchaser = forms.CharField(label=_("Purchaser of the project"), max_length=120)
    starts_on = day_field(_("First day agreed"), initial=today)
    ends_on = day_field(_("Last day agreed"))
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of persons"),
        choices=Category.choices,
        required=False,
        help_text=_(
            "Whom it serves, several with the Ctrl key; left empty, everybody at the place."
        ),
        widget=forms.SelectMultiple({"size": 8}),
    )
    brand = forms.CharField(label=_("Brand"), max_length=60, required=False)
    policy_basis = forms.CharField(label=_("Policy basis"), max_length=200, required=False)
    needs = FreeText(label=_("Needs found"), required=False)
    visiting_rule = forms.CharField(
        label=_("Visiting rule of the purchaser"),
        max_length=120,
        required=False,
        help_text=_("Its title, where the contract asks for visits by one."),
    )
    visit_days = forms.IntegerField(
        label=_("Days from visit to visit"), min_value=1, max_value=366, required=False
    )
    min_workers = forms.IntegerField(
        label=_("Social workers at least"), min_value=0, max_value=1000, required=False
    )
    min_supervisors = forms.IntegerField(
        label=_("Supervisors at least"), min_value=0, max_value=1000, required=False
    )
    evaluation_months = forms.IntegerField(
        label=_("Months from evaluation to evaluation"), min_value=1, max_value=120, required=False
    )

    def prepare(self) -> None:
        self.fields["kinds"].choices = grouped_kinds()  # type: ignore[attr-defined]
        usual = agreed()
        for name in ("min_workers", "min_supervisors", "evaluation_months"):
            self.initial.setdefault(name, getattr(usual, name))


class AmendForm(ProjectForm):
    """What is agreed otherwise now: the whole, as it stands."""

    def prepare(self) -> None:
        self.initial = {name: getattr(self.entry, name) for name in self.fields} | dict(
            self.initial
        )
        super().prepare()


class PartForm(EntryForm):
    """Offers only what belongs to this project and stands; ``running``: what has not ended."""

    running: tuple[str, ...] = ()

    def prepare(self) -> None:
        for name, field in self.fields.items():
            rows = field.queryset if isinstance(field, RecordChoice) else None
            if rows is not None and _is_part(rows.model):
                own = rows.filter(project=self.entry)
                field.queryset = own.filter(valid_to=None) if name in self.running else own  # type: ignore[attr-defined]


class LineForm(EntryForm):
    """A line of services."""

    title = forms.CharField(label=_("Service line"), max_length=60)
    needs = forms.MultipleChoiceField(
        label=_("Needs it answers"),
        choices=NeedKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class GoalForm(EntryForm):
    """What the project is to bring about."""

    title = forms.CharField(label=_("Goal"), max_length=200, widget=forms.Textarea({"rows": 2}))


def _own(model: Any, label: Any, show: Any = str, **options: Any) -> RecordChoice:
    """One of the parts of the project that stand."""
    return RecordChoice(
        model=model,
        label=label,
        rows=lambda actor, station: (
            model.objects.restrict(actor, "edit").filter(withdrawn_at=None).order_by("id")
        ),
        show=show,
        **options,
    )


def _is_part(model: Any) -> bool:
    return any(each.name == "project" for each in model._meta.fields)


class TargetForm(PartForm):
    """A number agreed for a goal."""

    goal = _own(ProjectGoal, _("Goal"))
    measure = forms.ChoiceField(label=_("What is counted"))
    amount = forms.IntegerField(label=_("Number agreed"), min_value=1, max_value=MOST)
    line = _own(ServiceLine, _("Service line"), required=False)

    def prepare(self) -> None:
        super().prepare()
        units = {code: each.unit.label for code, each in measures().items()}
        self.fields["measure"].choices = [  # type: ignore[attr-defined]
            (code, f"{label} ({units[code]})") for code, label in measure_choices()
        ]


class CountForm(PartForm):
    """Which activity of the station counts under which target."""

    target = _own(
        ProjectTarget, _("Target of the project"), lambda row: f"{row.label} {row.amount}"
    )
    activity = RecordChoice(
        model=StationActivity,
        label=_("Activity of the station"),
        rows=activities_free,
        show=lambda row: f"{row.held_on} {row.title}",
    )

    def prepare(self) -> None:
        super().prepare()
        by_name = [code for code, each in measures().items() if each.counts == BY_NAME]
        target: Any = self.fields["target"]
        target.queryset = target.queryset.filter(measure__in=by_name)
        activity: Any = self.fields["activity"]
        activity.queryset = activity.queryset.filter(
            held_on__range=(self.entry.starts_on, self.entry.ends_on)
        )


class EffectForm(PartForm):
    """How far a goal was reached, and what shows it."""

    goal = _own(ProjectGoal, _("Goal"))
    judged_on = day_field(_("Effect judged on"), initial=today)
    verdict = forms.ChoiceField(label=_("How far the goal was reached"), choices=Verdict.choices)
    evidence = FreeText(
        label=_("Evidence of the effect"),
        help_text=_("Without names: the purchaser reads it. The targets are kept with it."),
    )


class JoinForm(EntryForm):
    """One of two: a worker, a senior supervisor of the station."""

    staff = RecordChoice(
        model=Staff,
        label=_("Worker"),
        rows=workers_at,
        show=lambda worker: worker.name,
        required=False,
    )
    supervisor = RecordChoice(
        model=Supervisor,
        label=_("Supervisor of the station"),
        rows=lambda actor, station: supervisors_at(actor, station).filter(is_senior=True),
        show=lambda row: f"{row.name} {row.organisation}".strip(),
        required=False,
        help_text=_("Senior supervisors only."),
    )
    valid_from = day_field(_("From day"), initial=today)


class LeaveForm(PartForm):
    """Who leaves the team."""

    running = ("member",)
    member = RecordChoice(
        model=ProjectStaff,
        label=_("Member of the team"),
        rows=lambda actor, station: (
            ProjectStaff.objects.restrict(actor, "edit")
            .filter(withdrawn_at=None)
            .select_related("staff", "supervisor")
        ),
        show=lambda member: member.name,
    )
    on = day_field(_("First day without"), initial=today)


class RecipientForm(EntryForm):
    """Who is to have reports, and how often."""

    recipient = forms.CharField(label=_("Recipient of the reports"), max_length=120)
    every_months = forms.IntegerField(
        label=_("Months from report to report"), min_value=1, max_value=120, required=False
    )
    valid_from = day_field(_("From day"), initial=today)

    def prepare(self) -> None:
        self.initial.setdefault("every_months", agreed().report_months)


class EndRecipientForm(PartForm):
    """Who is to have no more reports."""

    running = ("subscription",)
    subscription = _own(ReportSubscription, _("Recipient of the reports"))
    on = day_field(_("First day without"), initial=today)


class AccountForm(PartForm):
    """The account with which a recipient reads the project; left empty, nobody's."""

    running = ("subscription",)
    subscription = _own(ReportSubscription, _("Recipient of the reports"))
    account = forms.ChoiceField(
        label=_("Account of the recipient"),
        required=False,
        help_text=_("Of a member with the role of a purchaser: reads numbers, never a person."),
    )

    def prepare(self) -> None:
        super().prepare()
        known = purchaser_accounts()
        choices = [NONE, *((str(user), name) for user, name in known.items())]
        self.fields["account"].choices = choices  # type: ignore[attr-defined]

    def clean_account(self) -> UUID | None:
        given = self.cleaned_data["account"]
        return UUID(given) if given else None


class ReportForm(EntryForm):
    """Up to which day; from where follows from the last report."""

    until = day_field(_("Report up to"))
    notes = FreeText(
        label=_("Cases of note, without names"),
        required=False,
        help_text=_("Numbers and effects are drawn from the records."),
    )

    def prepare(self) -> None:
        self.initial.setdefault("until", last_over(self.entry))


class DeliverForm(EntryForm):
    """Who has the report, since when."""

    recipients = forms.ModelMultipleChoiceField(
        ReportSubscription.objects.none(),
        label=_("Recipient of the reports"),
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
    )
    delivered_on = day_field(_("Report handed over on"), initial=today)
    manner = forms.ChoiceField(label=_("How it was handed over"))

    def prepare(self) -> None:
        recipients: Any = self.fields["recipients"]
        recipients.queryset = recipients_on(self.entry)
        self.fields["manner"].choices = [  # type: ignore[attr-defined]
            choice for choice in Handover.choices if choice[0] != Handover.ACCOUNT
        ]

    def clean_recipients(self) -> list[UUID]:
        return [row.uuid for row in self.cleaned_data["recipients"]]


class UndeliverForm(EntryForm):
    """Which handing over was entered by mistake, and why."""

    delivery = RecordChoice(
        model=ReportDelivery,
        label=_("Report handed over"),
        rows=lambda actor, station: (
            ReportDelivery.objects.restrict(actor, "edit")
            .filter(withdrawn_at=None)
            .select_related("subscription")
        ),
        show=lambda row: row.subscription.recipient,
    )
    reason = forms.CharField(label=_("Reason of withdrawal"), max_length=REASON_LENGTH)

    def prepare(self) -> None:
        """Those of this report only."""
        field: Any = self.fields["delivery"]
        field.queryset = field.queryset.filter(report=self.entry)


class VisitsForm(EntryForm):
    """Up to which day visits are planned by the purchaser's rule."""

    until = day_field(
        _("Due up to"),
        initial=today,
        help_text=_("Planned visits stand on the station's list and on the phones."),
    )


class DropForm(EntryForm):
    """Which part was entered by mistake, and why."""

    part = forms.ChoiceField(label=_("Part of the project"))
    reason = forms.CharField(label=_("Reason of withdrawal"), max_length=REASON_LENGTH)

    def prepare(self) -> None:
        self.fields["part"].choices = [NONE, *parts_of(self.entry)]  # type: ignore[attr-defined]
