"""Care plans and their indicators (Z16, C43, C44, C83, C85)."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kernel.workdays.clock import today
from stations.casework.domain import (
    add_indicator,
    agree_to_plan,
    begin_plan,
    close_plan,
    drop_review,
    judge_indicator,
    refuse_plan,
    review_plan,
)
from stations.casework.domain.consent import birthday_of
from stations.casework.enums import GivenBy
from stations.casework.forms import guardian_question
from stations.casework.models import CarePlan, PlanIndicator, PlanReview
from stations.casework.queries.plan import is_copied, nearest_plan
from stations.casework.registers.parts import (
    acting,
    case_field,
    offer_oneself,
    person_field,
    reads_plans,
    text_field,
    to_the_file,
    without_station,
    worker_field,
)
from stations.casework.rules import view_cases, write_persons
from stations.records.forms import day_field
from stations.records.places import at_place
from stations.records.register import Act, Column, EntryForm, Filter, Inner, RecordChoice, Register


def number_field(label: Any) -> forms.DecimalField:
    """A value of an indicator."""
    return forms.DecimalField(label=label, max_digits=10, decimal_places=2)


class PlanForm(EntryForm):
    """A plan for one person; goals like another's are asked about, never forbidden (C44)."""

    beneficiary = person_field()
    goals = text_field(_("Purpose and goals"), rows=5)
    strategy = text_field(_("Strategy, steps and schedule"), rows=5)
    contingency = text_field(_("Difficulties to expect, and what is done then"))
    roles = text_field(_("Who does what"), required=False)
    begun_on = day_field(_("Plan begun on"), initial=today)
    review_due_on = day_field(_("Review due on"))
    responsible = worker_field(_("Responsible worker"))
    case = case_field(required=False)
    own_goals = forms.BooleanField(
        label=_("The goals are this person's own, though they resemble another's"), required=False
    )

    def prepare(self) -> None:
        """The confirmation is asked for when there is something to confirm."""
        offer_oneself(self, "responsible")
        if not self.is_bound:
            del self.fields["own_goals"]

    def clean(self) -> dict[str, Any]:
        """Warn once of goals that resemble another person's; whoever confirms goes on."""
        values = super().clean() or {}
        confirmed = values.pop("own_goals", False)
        person, goals = values.get("beneficiary"), values.get("goals")
        if person and goals and not confirmed:
            percent = nearest_plan(person, goals)
            if is_copied(percent):
                message = _(
                    "These goals are %(percent)s%% like another person's plan. A plan is made for "
                    "one person: change them, or confirm that they are this person's own."
                )
                self.add_error(
                    "own_goals",
                    forms.ValidationError(message, code="alike", params={"percent": percent}),
                )
        return values


class AgreeForm(EntryForm):
    """Who agreed, and when."""

    agreed_by = forms.ChoiceField(
        label=_("Agreed to by"),
        choices=[(each.value, each.label) for each in GivenBy if each != GivenBy.DUTY],
    )
    guardian_needed = guardian_question()
    on = day_field(_("Agreed to on"), initial=today)

    def prepare(self) -> None:
        if birthday_of(self.entry.beneficiary) is not None:
            del self.fields["guardian_needed"]


class RefuseForm(EntryForm):
    """The person does not want the plan."""

    reason = text_field(_("Why it was refused"))
    on = day_field(_("Plan refused on"), initial=today)


class IndicatorForm(EntryForm):
    """By what a goal is measured."""

    goal = text_field(_("Goal"))
    measure = forms.CharField(label=_("What is measured"), max_length=120)
    unit = forms.CharField(label=_("Unit of measure"), max_length=20)
    baseline = number_field(_("Baseline value"))
    target = number_field(_("Where it is to come"))


class JudgeForm(EntryForm):
    """How far it came, from two sides."""

    reached = number_field(_("Where it came"))
    evidence = text_field(_("What can be shown"))
    person_view = text_field(_("What the person says"))
    on = day_field(_("Indicator judged on"), initial=today)


class JudgeOfPlanForm(JudgeForm):
    """One of the plan's indicators that nobody has judged."""

    indicator = RecordChoice(
        model=PlanIndicator,
        label=_("Indicator of the plan"),
        rows=lambda actor, station: PlanIndicator.objects.none(),
        show=lambda indicator: indicator.measure,
    )
    field_order = ("indicator",)

    def prepare(self) -> None:
        choice: Any = self.fields["indicator"]
        choice.queryset = self.entry.indicators.filter(judged_on=None, withdrawn_at=None)


class ReviewForm(EntryForm):
    """What the look at the plan found."""

    note = text_field(_("What the review found"))
    on = day_field(_("Plan reviewed on"), initial=today)
    review_due_on = day_field(_("Next review due on"))


class DropReviewForm(EntryForm):
    """Which of the plan's reviews was entered wrongly, and why."""

    review = RecordChoice(
        model=PlanReview,
        label=_("Review of the plan"),
        rows=lambda actor, station: PlanReview.objects.none(),
        show=lambda review: date_format(review.reviewed_on),
    )
    reason = forms.CharField(label=_("Reason of withdrawal"), max_length=200)

    def prepare(self) -> None:
        choice: Any = self.fields["review"]
        choice.queryset = self.entry.reviews.filter(withdrawn_at=None)


class ClosePlanForm(EntryForm):
    """What was achieved."""

    outcome = text_field(_("What was achieved"))
    on = day_field(_("Plan closed on"), initial=today)


def is_open(plan: CarePlan) -> bool:
    return plan.closed_on is None and plan.withdrawn_at is None


def is_running(plan: CarePlan) -> bool:
    return is_open(plan) and plan.agreed_on is not None


def is_reviewed(plan: CarePlan) -> bool:
    return plan.reviewed_on is not None and plan.withdrawn_at is None


def state_of(plan: CarePlan) -> str:
    """Where the plan stands, in words."""
    if plan.refused_on is not None:
        return str(_("Refused by the person"))
    if plan.closed_on is not None:
        return str(_("Plan closed"))
    return str(_("Being carried out") if plan.agreed_on else _("Waits for the person's word"))


def judge(*, actor: Any, entry: CarePlan, indicator: PlanIndicator, **values: Any) -> Any:
    """Judge one of the plan's indicators."""
    return judge_indicator(actor=actor, indicator=indicator, **values)


def drop(*, actor: Any, entry: CarePlan, review: PlanReview, **values: Any) -> Any:
    """Take back one of the plan's reviews."""
    return drop_review(actor=actor, review=review, **values)


INDICATOR_COLUMNS = (
    Column("measure", personal=True),
    Column("unit"),
    Column("baseline", _("Baseline value")),
    Column("target"),
    Column("reached"),
    Column("percent", _("Way to the target, in percent"), read=lambda each: each.percent),
    Column("met"),
    Column("judged_on"),
)

PLANS = Register(
    noun="care-plans",
    app="casework",
    model=CarePlan,
    title=_("Care plans"),
    one=_("Care plan"),
    columns=(
        Column("beneficiary.name", _("Person served"), personal=True, key="beneficiary"),
        Column("begun_on"),
        Column("state", _("State of the plan"), read=state_of),
        Column("review_due_on"),
        Column("responsible.name", _("Responsible worker"), key="responsible"),
    ),
    details=(
        Column("goals", personal=True),
        Column("strategy", personal=True),
        Column("contingency", personal=True),
        Column("roles", personal=True),
        Column("likeness"),
        Column(
            "copied",
            _("To be looked at: made for one person?"),
            read=lambda plan: is_copied(plan.likeness),
            kind=bool,
        ),
        Column("agreed_on"),
        Column("agreed_by"),
        Column("refused_on"),
        Column("refused_reason", personal=True),
        Column("reviewed_on"),
        Column("closed_on"),
        Column("outcome", personal=True),
    ),
    form=PlanForm,
    enter=without_station(begin_plan),
    ways=to_the_file,
    acts=(
        Act(
            "agree",
            _("The person agrees"),
            AgreeForm,
            acting(agree_to_plan, "plan"),
            when=lambda plan: is_open(plan) and plan.agreed_on is None,
        ),
        Act(
            "indicator",
            _("Add an indicator"),
            IndicatorForm,
            acting(add_indicator, "plan"),
            when=is_open,
        ),
        Act("judge", _("Judge an indicator"), JudgeOfPlanForm, judge, when=is_running),
        Act(
            "review", _("Review the plan"), ReviewForm, acting(review_plan, "plan"), when=is_running
        ),
        Act("drop-review", _("Withdraw a review"), DropReviewForm, drop, when=is_reviewed),
        Act(
            "close", _("Close the plan"), ClosePlanForm, acting(close_plan, "plan"), when=is_running
        ),
        Act(
            "refuse",
            _("The person does not agree"),
            RefuseForm,
            acting(refuse_plan, "plan"),
            when=is_open,
        ),
    ),
    inner=(
        Inner(
            "indicators",
            _("Indicators of the plan"),
            PlanIndicator,
            lambda plan, actor: plan.indicators.filter(withdrawn_at=None),
            (Column("goal", personal=True), *INDICATOR_COLUMNS),
        ),
        Inner(
            "reviews",
            _("Reviews of the plan"),
            PlanReview,
            lambda plan, actor: plan.reviews.filter(withdrawn_at=None),
            (Column("reviewed_on"), Column("note", personal=True), Column("next_due_on")),
        ),
    ),
    view=view_cases(""),
    write=write_persons(""),
    opens=reads_plans,
    order=("-begun_on", "-id"),
    filters=(
        Filter(
            "state",
            _("State of the plan"),
            choices=lambda: [("open", _("Open plans")), ("closed", _("Closed plans"))],
            narrow=lambda rows, state: rows.filter(closed_on__isnull=state == "open"),
        ),
    ),
    icon="file-text",
    empty=_("A plan is made with a person on file and agreed by them."),
)

INDICATORS = Register(
    noun="plan-indicators",
    app="casework",
    model=PlanIndicator,
    title=_("Indicators of plans"),
    one=_("Indicator of the plan"),
    columns=(
        Column("plan.beneficiary.name", _("Person served"), personal=True, key="beneficiary"),
        *INDICATOR_COLUMNS,
    ),
    details=(
        Column("goal", personal=True),
        Column("evidence", personal=True),
        Column("person_view", personal=True),
    ),
    acts=(
        Act(
            "judge",
            _("Judge an indicator"),
            JudgeForm,
            acting(judge_indicator, "indicator"),
            when=lambda each: each.judged_on is None and is_running(each.plan),
        ),
    ),
    view=view_cases(""),
    write=write_persons(""),
    opens=reads_plans,
    here=lambda station: at_place(station, "plan__station__"),
    order=("-plan__begun_on", "id"),
    icon="target",
)
