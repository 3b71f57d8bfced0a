"""What casework puts on a person's work desk: the ways to daily work, alerts, open reports,
closures that wait for a signature."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, Min, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kernel.access.actor import Actor
from kernel.access.models import Role
from kernel.hooks import DeskTask, DeskWay
from kernel.workdays.clock import ZONE
from stations.casework.enums import CaseAct, Stage
from stations.casework.models import Beneficiary, Case, CaseStep, ProtectionReport
from stations.casework.queries.alert import alerts
from stations.casework.queries.planned_visit import open_plans
from stations.casework.rules import VISITORS, WRITERS
from stations.network.queries.station import stations_by_code
from stations.people.enums import TaskKind
from stations.people.queries.task import queue_of

# What a visitor does day by day, in the order of a day; the last ones at the station itself.
# Each is one of the five tasks of N13, and so in the queue of one of the two kinds of post.
WAYS = (
    (gettext_lazy("Due visits"), "casework:due", "clock", VISITORS, TaskKind.SERVICE),
    (gettext_lazy("Enter a visit"), "casework:visit-new", "home", VISITORS, TaskKind.SERVICE),
    (gettext_lazy("New lead"), "casework:leads-new", "search", VISITORS, TaskKind.SURVEY),
    (gettext_lazy("New need"), "casework:needs-new", "help-circle", VISITORS, TaskKind.SURVEY),
    (
        gettext_lazy("New service record"),
        "casework:services-new",
        "list-check",
        VISITORS,
        TaskKind.SERVICE,
    ),
    (
        gettext_lazy("Report harm to a child"),
        "casework:protection-reports-new",
        "shield-check",
        VISITORS,
        TaskKind.SERVICE,
    ),
    (gettext_lazy("Cases"), "casework:cases", "file-text", WRITERS, TaskKind.SERVICE),
    (
        gettext_lazy("Care plans"),
        "casework:care-plans-list",
        "clipboard-check",
        WRITERS,
        TaskKind.SERVICE,
    ),
    (gettext_lazy("Persons served"), "casework:persons", "users", WRITERS, TaskKind.FILES),
    (
        gettext_lazy("New piece of publicity"),
        "people:publicity-new",
        "file-text",
        WRITERS,
        TaskKind.POLICY,
    ),
    (
        gettext_lazy("Who does which task"),
        "people:assignments-list",
        "users",
        WRITERS,
        TaskKind.DIVISION,
    ),
    (
        gettext_lazy("Figures and thresholds"),
        "network:station",
        "target",
        VISITORS,
        TaskKind.DIVISION,
    ),
)


def planned_visits(actor: Actor, on: date) -> list[DeskTask]:
    """Those planned up to today, one task a place; names no person."""
    if not actor.has(*VISITORS):
        return []
    rows = open_plans(actor).filter(planned_on__lte=on).order_by("station__code")
    places = rows.values_list("station__code", "station__name")
    return [
        DeskTask(
            ngettext("%(count)d planned visit", "%(count)d planned visits", count)
            % {"count": count},
            reverse("casework:due", "config.urls_county", [code]),
            first,
            "visit",
            name,
        )
        for code, name, count, first in places.annotate(Count("id"), Min("planned_on"))
    ]


def unanswered_reports(actor: Actor, on: date) -> list[DeskTask]:
    """Of those who may enter the answer: the head, and the persons named at the bureau (X13)."""
    rows = ProtectionReport.objects.restrict(actor, "answer")
    waiting = rows.filter(answered_on=None).select_related("station").order_by("noticed_at", "id")
    return [
        DeskTask(
            title=_("Enter the authority's answer"),
            url=reverse(
                "casework:protection-reports-one",
                args=[report.station.code, report.uuid],
                urlconf="config.urls_county",
            ),
            due_on=report.due_at.astimezone(ZONE).date(),
            kind="protection",
            object_text=f"{report.station.name} · {report.receipt_number}",
        )
        for report in waiting
    ]


def closures_to_sign(actor: Actor, on: date) -> list[DeskTask]:
    """Of those who may sign and did not ask for it themselves (C86a); names no person."""
    rows = Case.objects.restrict(actor, "sign").exclude(closure_requested_by_uuid=None)
    waiting = rows.filter(closed_on=None, withdrawn_at=None).select_related("station")
    title = _("Sign the closure of a case")
    return [
        _closure_task(case, title, case.closure_requested_by_name)
        for case in waiting.exclude(closure_requested_by_uuid=actor.user_uuid).order_by("id")
    ]


def closures_sent_back(actor: Actor, on: date) -> list[DeskTask]:
    """Of who asked for it, until the case moves on; what the signer wants stands in its history."""
    steps = CaseStep.objects.filter(case=OuterRef("pk"), withdrawn_at=None)
    latest = steps.order_by("-received_at", "-id")
    asked = latest.filter(act=CaseAct.REQUEST)
    rows = Case.objects.restrict(actor, "edit").filter(
        stage=Stage.CLOSURE, closed_on=None, withdrawn_at=None, closure_requested_by_uuid=None
    )
    found = rows.annotate(
        last_act=Subquery(latest.values("act")[:1]),
        last_by=Subquery(latest.values("by_name")[:1]),
        asked_by=Subquery(asked.values("by_uuid")[:1]),
    ).filter(last_act=CaseAct.SEND_BACK, asked_by=actor.user_uuid)
    title = _("Closure sent back")
    return [
        _closure_task(case, title, case.last_by)
        for case in found.select_related("station").order_by("id")
    ]


def _closure_task(case: Any, title: str, who: str) -> DeskTask:
    return DeskTask(
        title=title,
        url=reverse("casework:case", "config.urls_county", [case.station.code, case.uuid]),
        due_on=None,
        kind="case",
        object_text=f"{case.station.name} · {who}",
    )


def stopped_files(actor: Actor, on: date) -> list[DeskTask]:
    """Open files whose consent to the service is withdrawn, of those who may close them or enter
    a new consent; names no person (X07)."""
    rows = Beneficiary.objects.restrict(actor, "edit").filter(withdrawn_at=None, closed_on=None)
    waiting = rows.exclude(service_stopped_on=None).select_related("station")
    return [
        DeskTask(
            title=_("Consent withdrawn: ask anew, or close the file"),
            url=reverse("casework:person", "config.urls_county", [file.station.code, file.uuid]),
            due_on=file.service_stopped_on,
            kind="consent",
            object_text=f"{file.station.name} · {file.file_code}",
        )
        for file in waiting.order_by("service_stopped_on", "id")
    ]


def daily_ways(actor: Actor) -> list[DeskWay]:
    """Where one's own places are worked for; one query, none for who visits nobody."""
    roles: dict[str, set[str]] = defaultdict(set)
    for held in actor.holding(*VISITORS):
        roles[held.scope].add(held.role)
    places = stations_by_code(actor, roles) if roles else []
    return [
        DeskWay(label, _address_of(name, place.code), icon, place.name, queue_of(task).label)
        for place in places
        for label, name, icon, wanted, task in WAYS
        if roles[place.code].intersection(wanted)
    ]


def _address_of(name: str, code: str) -> str:
    """A page of a place; of its own page the tab with what it served."""
    address = reverse(name, "config.urls_county", [code])
    return f"{address}?tab=services" if name == "network:station" else address


def alert_tasks(actor: Actor, on: date) -> list[DeskTask]:
    """One task a place, due since the oldest of its alerts (N02); names no person."""
    if not actor.has(Role.HEAD):
        return []
    as_head = replace(actor, memberships=tuple(actor.holding(Role.HEAD)))
    return [
        DeskTask(
            ngettext("%(count)d alert to see to", "%(count)d alerts to see to", found.count)
            % {"count": found.count},
            reverse("casework:alerts", args=[found.code]),
            found.since,
            "alert",
            found.place,
        )
        for found in alerts(as_head).by_place()
    ]
