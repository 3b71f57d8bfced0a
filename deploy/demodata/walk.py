"""Carrying one evaluation from self-evaluation as far as it shall go, by the domain's own verbs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from deploy.demodata.plan import StationPlan
from deploy.demodata.sheet import declare, declared_keys, grade_of, survey
from evaluation.cycles.domain.decide import decide, finalise, publicise, reconcile
from evaluation.cycles.domain.finding import confirm_finding, record_finding
from evaluation.cycles.domain.review import assign_reviewers, finish_review, give_grade
from evaluation.cycles.domain.sheet import attach_evidence, confirm_fact, declare_inputs, submit
from evaluation.cycles.domain.township import confirm_sheet, return_sheet
from evaluation.cycles.models import Evaluation
from evaluation.cycles.queries.review import list_candidates
from evaluation.cycles.queries.sheet import grades_due, grades_given, list_lines
from evaluation.cycles.queries.spread import spreads
from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.workdays.clock import frozen, today

# How far an evaluation shall go, in order.
STEPS = (
    "BEGUN",
    "FILLED",
    "SUBMITTED",
    "RETURNED",
    "TOWNSHIP_CHECKED",
    "ASSIGNED",
    "REVIEWING",
    "REVIEWED",
    "RECONCILED",
    "DECIDED",
    "PUBLICISED",
    "FINAL",
)


# Stations stronger than this hand in on time.
PROMPT = 0.6


@dataclass
class Walk:
    """One evaluation with the people around it and the station's shape."""

    evaluation: Evaluation
    plan: StationPlan
    number: int
    county: str
    random: Random
    start: date
    last: date

    def actor(self, ending: str) -> Actor:
        return actor_of(User.objects.get(username=f"{self.county}-{ending}"))

    @property
    def slowness(self) -> int:
        """A strong station hands in on the first day, as a trial county's calendar asks."""
        return 0 if self.plan.strength > PROMPT else 1

    @contextmanager
    def day(self, number: int) -> Iterator[None]:
        """Some days after the start, never after the demo's own day."""
        with frozen(min(self.start + timedelta(number), self.last)):
            yield

    def current(self) -> Evaluation:
        return Evaluation.objects.select_related("cycle", "station").get(pk=self.evaluation.pk)


def carry(walk: Walk, until: str) -> None:
    """Take the steps one after another up to and including ``until``."""
    for step in STEPS[: STEPS.index(until) + 1]:
        if step == "RETURNED" and until != "RETURNED":
            continue
        VERBS[step](walk)


def begin_sheet(walk: Walk) -> None:
    """The head has confirmed some facts and filled the first area."""
    head = walk.actor(f"head-{walk.number}")
    with walk.day(2 * walk.slowness):
        for line in list_lines(walk.current()):
            if line.needs_confirmation and line.indicator.area in ("F", "S"):
                confirm_fact(actor=head, evaluation=walk.current(), indicator=line.indicator.id)
        _declare(walk, head, ("F",))


def fill_sheet(walk: Walk) -> None:
    """Everything confirmed, declared and proven."""
    head = walk.actor(f"head-{walk.number}")
    with walk.day(6 * walk.slowness):
        for line in list_lines(walk.current()):
            if line.needs_confirmation and line.item.confirmed_at is None:
                confirm_fact(actor=head, evaluation=walk.current(), indicator=line.indicator.id)
        _declare(walk, head, ("S", "C", "O"))
        for line in list_lines(walk.current()):
            if line.indicator.evidence_required:
                _prove(walk, head, line.indicator.id)


def _declare(walk: Walk, head: Actor, areas: tuple[str, ...]) -> None:
    given = declare(walk.random, walk.plan.strength)
    for indicator, inputs in declared_keys(walk.current(), given).items():
        if indicator[0] in areas:
            declare_inputs(
                actor=head, evaluation=walk.current(), indicator=indicator, inputs=inputs
            )


def _prove(walk: Walk, head: Actor, indicator: str) -> None:
    text = f"{indicator} 佐证材料（演示）：{walk.evaluation.station}。"
    upload = SimpleUploadedFile(f"{indicator}-佐证.txt", text.encode())
    attach_evidence(actor=head, evaluation=walk.current(), indicator=indicator, upload=upload)


def hand_in(walk: Walk) -> None:
    with walk.day(8 * walk.slowness):
        head = walk.actor(f"head-{walk.number}")
        submit(actor=head, evaluation=walk.current(), pledge=True)


def send_back(walk: Walk) -> None:
    with walk.day(11):
        township = walk.actor(f"township-{walk.number}")
        reason = "第三季度两次协商议事的记录缺少结果，请补充后再报。"
        return_sheet(actor=township, evaluation=walk.current(), reason=reason)


def check_sheet(walk: Walk) -> None:
    with walk.day(13):
        confirm_sheet(actor=walk.actor(f"township-{walk.number}"), evaluation=walk.current())


def assign(walk: Walk) -> None:
    with walk.day(15):
        team = [row["uuid"] for row in list_candidates(walk.current())][:3]
        assign_reviewers(actor=walk.actor("bureau-1"), evaluation=walk.current(), reviewers=team)


def begin_review(walk: Walk) -> None:
    """The first reviewer has graded everything, the second has begun."""
    with walk.day(20):
        _grade(walk, 0, finish=True)
        _grade(walk, 1, finish=False)


def end_review(walk: Walk) -> None:
    with walk.day(26):
        _grade(walk, 1, finish=True)
        _grade(walk, 2, finish=True)


def _grade(walk: Walk, position: int, *, finish: bool) -> None:
    assignment = walk.current().assignments.order_by("id")[position]
    actor = actor_of(User.objects.get(uuid=assignment.reviewer))
    done = set(assignment.grades.values_list("indicator", flat=True))
    due = [each for each in grades_due(walk.current()) if each not in done]
    for indicator in due if finish else due[:1]:
        letter = grade_of(walk.random, walk.plan.strength)
        reason = "材料齐全，现场核实。" if letter in "AE" else ""
        give_grade(
            actor=actor,
            evaluation=walk.current(),
            indicator=indicator,
            grade=letter,
            reason=reason,
        )
    if finish:
        finish_review(actor=actor, evaluation=walk.current())


def take_together(walk: Walk) -> None:
    bureau = walk.actor("bureau-1")
    with walk.day(30):
        for indicator, inputs in survey(walk.random, walk.plan.strength).items():
            declare_inputs(
                actor=bureau, evaluation=walk.current(), indicator=indicator, inputs=inputs
            )
        if walk.plan.veto:
            _record_veto(walk, bureau)
        wide = [
            {"indicator": each.indicator, "grade": "C", "reason": "评审组合议后取中。"}
            for each in spreads(walk.current(), grades_given(walk.current()))
            if each.needs_decision
        ]
        reconcile(actor=bureau, evaluation=walk.current(), decisions=wide)


def _record_veto(walk: Walk, bureau: Actor) -> None:
    finding = record_finding(
        actor=bureau,
        evaluation=walk.current(),
        code="V1",
        evidence="回访核实：三份探访记录的签名非本人所签。",
        reply="站点承认由同事代签，已整改。",
    )
    confirm_finding(actor=walk.actor("bureau-2"), finding=finding)


def decide_result(walk: Walk) -> None:
    with walk.day(34):
        decide(actor=walk.actor("bureau-2"), evaluation=walk.current())


def make_public(walk: Walk) -> None:
    with walk.day(36):
        publicise(actor=walk.actor("bureau-2"), evaluation=walk.current())


def make_final(walk: Walk) -> None:
    with walk.day(44):
        ends_on = walk.current().publicity_ends_on
        if ends_on is not None and today() >= ends_on:
            finalise(actor=walk.actor("bureau-2"), evaluation=walk.current())


VERBS: dict[str, Callable[[Walk], None]] = {
    "BEGUN": begin_sheet,
    "FILLED": fill_sheet,
    "SUBMITTED": hand_in,
    "RETURNED": send_back,
    "TOWNSHIP_CHECKED": check_sheet,
    "ASSIGNED": assign,
    "REVIEWING": begin_review,
    "REVIEWED": end_review,
    "RECONCILED": take_together,
    "DECIDED": decide_result,
    "PUBLICISED": make_public,
    "FINAL": make_final,
}
