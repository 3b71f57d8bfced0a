"""More records of a random county: what was given, agreed, taught and written in files."""

from datetime import date, timedelta
from decimal import Decimal

from stations.casework.catalogue import services
from stations.casework.models import BeneficiaryCategory, CaseStep
from stations.people.models import TrainingAttendance, TrainingHeadcount
from stations.projects.catalogue import measures
from stations.projects.models import TargetActivity
from stations.records.identity import check_place, index_id_number
from tests.evaluation.facts.plain_talent import STAGES_OF_CASES
from tests.fixtures.care import a_plan, a_report
from tests.fixtures.community import an_own_activity
from tests.fixtures.projects import a_goal, a_project, a_target
from tests.fixtures.records import (
    a_case,
    add_worker,
    certify,
    close_case,
    file_person,
    noon,
    reopen_case,
    serve,
    train,
    visit,
    works,
    write,
)
from tests.fixtures.staffing import leads, sits_exam, spread, studies

KINDS = ("elder.ALONE", "elder.EMPTY_NEST", "disability")
LEVELS = ("ASSISTANT", "ASSISTANT", "WORKER", "SENIOR", "LOCAL_AIDE")
PAPER_OF = {
    "INTAKE": "AGREEMENT",
    "ASSESSMENT": "ASSESSMENT_REPORT",
    "PLAN": "PLAN",
    "INTERVENTION": "PROCESS_RECORD",
    "EVALUATION": "EVALUATION_REPORT",
    "CLOSURE": "CLOSURE_FORM",
}
YEAR = timedelta(365)


class MoreRecords:
    """Needs ``chance``, ``place``, ``day``, ``later``, ``entered``, ``told`` and ``span``."""

    def fill_more(self):
        workers = [add_worker() for _number in range(3)]
        for _number in range(150):
            self.give(self.chance.choice(workers))
        for _number in range(25):
            self.report()
            self.keep_file()
        for number in range(14):
            body = f"51040219900230{number:03d}"
            self.bring_to_certificate(body + check_place(body))
        for _number in range(12):
            self.teach(workers)
        people = [self.somebody() for _number in range(5)]
        for _number in range(6):
            self.agree_project(people)

    def odds(self, share):
        return self.chance.random() < share

    def give(self, worker):
        on, code = self.day(), self.chance.choice(list(services()))
        staff = worker if self.odds(0.8) else None
        serve(self.place(), on, code, staff=staff, **self.entered(on))

    def report(self):
        on = self.day()
        at = noon(on) + timedelta(minutes=self.chance.choice((0, -720, 719, -721)))
        after = timedelta(minutes=self.chance.choice((0, 60, 1440, 1441, 4000)))
        a_report(
            self.place(),
            on,
            noticed_at=at,
            reported_at=at + after,
            subject=self.chance.choice(("CHILD", "CHILD", "CHILD", "ELDER")),
            **self.entered(on),
        )

    # Certificates

    def bring_to_certificate(self, number):
        """Somebody of the network or outside it, or both, with all that may speak for a station."""
        index, on = index_id_number(number), self.day(date(2021, 1, 1))
        if self.odds(0.4):
            way = self.chance.choice(("REGISTERED", "TRAINED"))
            hours = self.chance.choice((None, Decimal("19.5"), Decimal(20), Decimal(40)))
            level = self.chance.choice(LEVELS[:4])
            mine = {"id_number": number, "way": way, "hours": hours, "level": level}
            leads(self.place(), on, **mine, **self.entered(on))
            if self.odds(0.4):
                return
        known = {"id_number": number, "id_number_index": index} if self.odds(0.7) else {}
        worker, place = add_worker(**known), self.place()
        for level in self.chance.sample(("ASSISTANT", "WORKER", "LOCAL_AIDE"), 2):
            issued = self.near(on)
            by = place if self.odds(0.8) else None
            certify(worker, issued, level, by, **self.entered(issued))
            self.speak_for(worker, place, issued, level)

    def near(self, day):
        return day + timedelta(self.chance.choice((0, 0, 1, -1, 30, 200)))

    def speak_for(self, worker, place, issued, level):
        passed = issued
        if self.odds(0.5):
            passed = issued - timedelta(self.chance.choice((0, 30, 90, -5)))
            result = self.chance.choice(("PASSED", "PASSED", "FAILED"))
            more = {"result_received_at": self.told(passed), **self.entered(passed)}
            year = 2000 + self.chance.randrange(10**4)
            sits_exam(worker, place, passed, result, level=level.replace("LOCAL_AIDE", "SENIOR"),
                      year=year, **more)  # fmt: skip
        edges = (passed - YEAR - timedelta(1), passed - YEAR, passed - timedelta(1), passed)
        where = place if self.odds(0.7) else self.place()
        if self.odds(0.4):
            since = self.chance.choice((*edges, passed + timedelta(1), passed - 2 * YEAR))
            until = self.chance.choice(
                (None, *(d for d in (*edges, self.near(passed)) if d > since))
            )
            told = self.told(until) if until else None
            works(worker, where, since, until, ended_received_at=told, **self.entered(since))
        for _number in range(self.chance.randint(0, 3)):
            on = self.chance.choice((*edges, passed - timedelta(100)))
            hours = self.chance.choice((Decimal("9.5"), Decimal(10), Decimal(20)))
            self.attend(train(where, on, hours=hours, **self.entered(on)), worker)

    def attend(self, training, worker):
        TrainingAttendance.objects.create(
            training=training, staff=worker, hours=training.hours, **self.entered(training.held_on)
        )

    # Trainings, interns, publicity

    def teach(self, workers):
        on, place = self.day(), self.place()
        topic = self.chance.choice(("KNOWLEDGE", "EXAM", "ELDERLY", "PRACTICE"))
        held = train(place, on, topic=topic, **self.entered(on))
        if self.odds(0.5):
            self.attend(held, self.chance.choice(workers))
        if self.odds(0.3):
            TrainingHeadcount.objects.create(
                training=held, audience="COMMUNITY_WORKER", persons=9, **self.entered(on)
            )
        if self.odds(0.3):
            since = self.day()
            studies(self.place(), workers[0], since, **self.span(since), **self.entered(since))
        if self.odds(0.5):
            on, topic = self.day(), self.chance.choice(("VALUES", "METHODS", "POLICY", "SERVICES"))
            spread(self.place(), workers[0], on, topic=topic, **self.entered(on))

    # Projects

    def somebody(self):
        """A person of some kinds for some time, who was visited and helped."""
        person = file_person(self.place())
        for kind in self.chance.sample(KINDS, self.chance.randint(0, 2)):
            since = self.day()
            BeneficiaryCategory.objects.create(
                beneficiary=person,
                category=kind,
                source="DISCOVERY",
                valid_from=since,
                **self.span(since),
                **self.entered(since),
            )
        for _number in range(20):
            on = self.day()
            with_whom = self.chance.choice(
                ([], ["PURCHASER"], ["VOLUNTEER", "PURCHASER"], ["OTHER"])
            )
            visit(
                person,
                noon(on) + timedelta(minutes=self.chance.choice((0, -720, 719))),
                self.chance.choice(("MET", "MET", "MET", "NOT_HOME", "REFUSED")),
                place=self.chance.choice(("HOME", "HOME", "PHONE", "SCHOOL")),
                joint_with=with_whom,
                station=person.station if self.odds(0.7) else self.place(),
                **self.entered(on),
            )
        for _number in range(3):
            on = self.day()
            a_case(person, on, **self.entered(on))
        begun = self.day()
        a_plan(person, begun, **self.entered(begun))
        return person

    def agree_project(self, people):
        starts = self.day()
        ends = self.chance.choice((self.later(starts), date(2023, 12, 31), starts))
        ends = max(starts, ends)
        kinds = self.chance.sample(KINDS, self.chance.randint(0, 2))
        agreed = {"starts_on": starts, "ends_on": ends, "kinds": kinds}
        made = a_project(self.place(), **agreed, **self.entered(starts))
        goal = a_goal(made)
        for measure in self.chance.sample(list(measures()), 4):
            target = a_target(goal, measure, self.chance.randint(1, 9), **self.entered(starts))
            if not measure.startswith("ACTIVITY"):
                continue
            for _number in range(2):
                on = self.chance.choice((starts, ends, self.day()))
                held = an_own_activity(made.station, on, **self.entered(on))
                TargetActivity.objects.create(
                    project=made, target=target, activity=held, **self.entered(on)
                )

    # Files of cases

    def keep_file(self):
        """A case on its way, with papers in time, late, unsigned, missing or withdrawn; the clock
        runs on from step to step."""
        opened = self.day()
        kind = self.chance.choice(("ORDINARY", "ORDINARY", "CRISIS"))
        case = a_case(file_person(self.place()), opened, kind=kind, **self.entered(opened))
        at = noon(opened)
        for _round in range(self.chance.randint(1, 2)):
            at = self.go_through(case, at)
            if case.closed_on is None or self.odds(0.5):
                return
            at = self.on(at)
            reopen_case(case, at)
            at += timedelta(minutes=1)

    def on(self, at):
        return at + timedelta(self.chance.choice((0, 1, 9, 60, 150)), minutes=1)

    def go_through(self, case, at):
        begun = at.date()
        for stage, following in zip(STAGES_OF_CASES, [*STAGES_OF_CASES[1:], ""], strict=True):
            at = self.on(at)
            self.put_in_file(case, PAPER_OF[stage], at)
            if self.odds(0.12):
                return at
            if self.odds(0.08):
                return self.end(case, at, begun, "WITHDRAW")
            if not following:
                return self.end(case, at, begun, "SIGN")
            CaseStep.objects.create(
                case=case, act="ADVANCE", from_stage=stage, to_stage=following, received_at=at
            )
            case.stage = following
            case.save()
        return at

    def put_in_file(self, case, paper, at):
        for kind in (paper, self.chance.choice(list(PAPER_OF.values()))):
            if self.odds(0.75):
                on = at.date() - timedelta(self.chance.choice((0, 0, 3)))
                gone = {"withdrawn_at": at} if self.odds(0.1) else {}
                write(case, kind, on, received_at=at, signed=self.odds(0.7), **gone)

    def end(self, case, at, begun, act):
        """Closed on the day or before it, as it may be told late."""
        on = max(begun, at.date() - timedelta(self.chance.choice((0, 0, 3, 400))))
        step = close_case(case, on, received_at=at)
        step.act = act
        step.save()
        return at
