"""The list of evaluations, and one evaluation's result explained down to clause and records."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from evaluation.cycles.guards import is_free
from evaluation.cycles.labels import label_text
from evaluation.cycles.models import Evaluation, Finding, Step
from evaluation.cycles.pages.common import GRADES, crumbs_of, grade_labels, role_label
from evaluation.cycles.pages.tab import shown_row
from evaluation.cycles.queries.evaluation import describe, find_evaluation, list_evaluations
from evaluation.cycles.queries.sheet import rubric_of
from evaluation.cycles.states import Act, State
from kernel.access.actor import Actor
from kernel.access.request import ActorRequest

PAGE_SIZE = 50


@require_GET
def evaluation_list(request: ActorRequest) -> HttpResponse:
    """Every evaluation the person may see; `?year=` and `?state=` narrow it."""
    actor = request.actor
    year = request.GET.get("year", "")
    state = request.GET.get("state", "")
    chosen = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
    rows = list_evaluations(actor, year=chosen, state=state if state in State.values else "")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    years = Evaluation.objects.restrict(actor, "view").values_list("cycle__year", flat=True)
    context = {
        "page_obj": page,
        "rows": [shown_row(actor, row) for row in page],
        "grades": dict(GRADES),
        "years": sorted(set(years.order_by()), reverse=True),
        "states": State.choices,
        "year": year,
        "state": state,
    }
    return render(request, "cycles/evaluation_list.html", context)


@require_GET
def evaluation_detail(request: ActorRequest, uuid: UUID) -> HttpResponse:
    """The result with its way: areas, indicators, clause, inputs, records, by whom."""
    actor = request.actor
    evaluation = find_evaluation(actor, uuid)
    found = describe(actor, evaluation)
    context = {
        "evaluation": evaluation,
        "found": found | {"grade_label": grade_labels(evaluation).get(found["grade"])},
        "rubric_title": label_text(rubric_of(evaluation.cycle).title),
        "areas": explain_areas(evaluation, found),
        "next_actor": role_label(evaluation.next_actor),
        "doors": doors_of(actor, evaluation),
        "steps": Step.objects.restrict(actor, "view").filter(evaluation=evaluation).order_by("id"),
        "findings": Finding.objects.restrict(actor, "view").filter(evaluation=evaluation),
        "crumbs": crumbs_of(evaluation),
    }
    return render(request, "cycles/evaluation_detail.html", context)


def explain_areas(evaluation: Evaluation, found: dict[str, Any]) -> list[dict[str, Any]]:
    """Each area with its indicators: rubric text, score and trace side by side."""
    rubric = rubric_of(evaluation.cycle)
    traces = {row["indicator"]: row for row in found["trace"]}
    return [
        {
            "area": area,
            "score": found["areas"][area.id],
            "shares": any(
                found["scores"][each.id]["state"] == "NA" for each in rubric.of_area(area.id)
            ),
            "rows": [
                {
                    "indicator": indicator,
                    "score": found["scores"][indicator.id],
                    "trace": traces[indicator.id],
                    "by": [
                        role_label(role) for role in traces[indicator.id]["by"].split("+") if role
                    ],
                }
                for indicator in rubric.of_area(area.id)
            ],
        }
        for area in rubric.areas
    ]


DOORS = (
    ("cycles:self_eval", (Act.SUBMIT, Act.DECLARE), _("Self-evaluation")),
    ("cycles:township", (Act.CONFIRM, Act.RETURN), _("Township check")),
    ("cycles:review", (Act.GRADE, Act.RECUSE, Act.FINISH_REVIEW), _("Review")),
    (
        "cycles:manage",
        (
            *(Act.ASSIGN, Act.RULE, Act.SURVEY, Act.FIND, Act.RECONCILE),
            *(Act.DECIDE, Act.PUBLICISE, Act.FINALISE),
        ),
        _("Manage"),
    ),
)


def doors_of(actor: Actor, evaluation: Evaluation) -> list[tuple[str, str]]:
    """(title, address) of the pages on which this person can act now."""
    return [
        (str(title), reverse(name, args=[evaluation.uuid]))
        for name, acts, title in DOORS
        if any(is_free(act, actor, evaluation) for act in acts)
    ]
