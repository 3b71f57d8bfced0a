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

KINDS = ("elder.ALONE", "elder.EMPTY_NEST")
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
        for _number in range(90):
            self.give(self.chance.choice(workers))
        for _number in range(20):
            self.report()
            self.keep_file()
        for number in range(30):
            body = f"51040219900230{number:03d}"
            self.bring_to_certificate(body + check_place(body))
        for _number in range(12):
            self.teach(workers)
        days = [day for _number in range(8) for day in self.befriend()]
        for _number in range(14):
            self.agree_project(days)

    def odds(self, share):
        return self.chance.random() < share

    def give(self, worker):
        on, code = self.day(), self.chance.choice(list(services()))
        staff = worker if self.odds(0.8) else None
        serve(self.place(), on, code, staff=staff, **self.entered(on))

    def report(self):
        on = self.chance.choice((self.day(), date(2023, 1, 1), date(2023, 12, 31)))
        at = noon(on) + timedelta(minutes=self.chance.choice((-720, 719, 720, -721)))
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
        if self.odds(0.6):
            passed = issued - timedelta(self.chance.choice((0, 30, 90, -5)))
            self.sit(worker, place, passed, level)
            if self.odds(0.6):  # a post that counts by the exam's day or by the certificate's alone
                until = min(passed, issued) - YEAR + timedelta(1)
                works(worker, place, passed - 2 * YEAR, until)
                return
        edges = (passed - YEAR - timedelta(1), passed - YEAR, passed - timedelta(1), passed)
        where = place if self.odds(0.85) else self.place()
        if self.odds(0.5):
            since = self.chance.choice((passed, passed + timedelta(1), passed - 2 * YEAR))
            ends = (None, *edges[:2], edges[1] + timedelta(1))
            until = self.chance.choice([day for day in ends if day is None or day > since])
            told = self.told(until) if until else None
            works(worker, where, since, until, ended_received_at=told, **self.at_times(since))
            return
        for hours in self.chance.choice(((20,), (19,), (10, 10), (10, 9), ())):
            on = self.chance.choice((*edges[1:], passed - timedelta(100)))
            self.attend(train(where, on, hours=Decimal(hours), **self.entered(on)), worker)

    def sit(self, worker, place, on, level):
        level = level.replace("LOCAL_AIDE", "SENIOR") if self.odds(0.8) else "SENIOR"
        result = self.chance.choice(("PASSED", "PASSED", "FAILED"))
        told = self.at_times(on)["received_at"]
        year = 2000 + self.chance.randrange(10**4)
        more = {"result_received_at": told, "level": level, "year": year}
        sits_exam(worker, place, on, result, **more, **self.at_times(on))

    def at_times(self, day):
        """As ``entered``, and often too late to count, whenever it was."""
        late = {"received_at": noon(date(2024, 2, 1))} if self.odds(0.2) else {}
        return self.entered(day) | late

    def attend(self, training, worker):
        TrainingAttendance.objects.create(
            training=training, staff=worker, hours=training.hours, **self.entered(training.held_on)
        )

    # Trainings, interns, publicity

    def teach(self, workers):
        on, place = self.day(), self.place()
        topic = self.chance.choice(
            ("KNOWLEDGE", "KNOWLEDGE", "EXAM", "EXAM", "ELDERLY", "PRACTICE")
        )
        held = train(place, on, topic=topic, **self.entered(on))
        if self.odds(0.4):
            self.attend(held, self.chance.choice(workers))
        if self.odds(0.4):
            TrainingHeadcount.objects.create(
                training=held, audience="COMMUNITY_WORKER", persons=9, **self.at_times(on)
            )
        if self.odds(0.3):
            since = self.day()
            studies(self.place(), workers[0], since, **self.span(since), **self.entered(since))
        if self.odds(0.5):
            on, topic = self.day(), self.chance.choice(("VALUES", "METHODS", "POLICY", "SERVICES"))
            spread(self.place(), workers[0], on, topic=topic, **self.entered(on))

    # Projects

    def befriend(self):
        """A person of some kinds for some time, who was visited and helped; the days of visits."""
        person = file_person(self.place())
        for kind in self.chance.sample(KINDS, self.chance.randint(1, 2)):
            since = self.day()
            span = self.span(since)
            if span["valid_to"] and self.odds(0.3):
                span["ended_received_at"] = noon(date(2024, 2, 1))
            of = {"beneficiary": person, "category": kind, "source": "DISCOVERY"}
            BeneficiaryCategory.objects.create(
                valid_from=since, **of, **span, **self.at_times(since)
            )
        days = [self.day() for _number in range(12)]
        for on in days:
            with_whom = self.chance.choice(
                ([], ["PURCHASER"], ["VOLUNTEER", "PURCHASER"], ["OTHER"])
            )
            visit(
                person,
                noon(on) + timedelta(minutes=self.chance.choice((0, -720, 719, 720))),
                self.chance.choice(("MET", "MET", "MET", "NOT_HOME", "REFUSED")),
                place=self.chance.choice(("HOME", "PHONE", "SCHOOL")),
                joint_with=with_whom,
                station=person.station if self.odds(0.7) else self.place(),
                **self.entered(on),
            )
        for _number in range(3):
            on = self.day()
            a_case(person, on, **self.entered(on))
        begun = self.day()
        a_plan(person, begun, **self.entered(begun))
        return days

    def agree_project(self, days):
        """From and to a day with a visit, so that a visit more or less shows."""
        starts = self.chance.choice(days)
        ends = max(starts, self.chance.choice((*days, date(2023, 12, 31))))
        kinds = self.chance.choice(([], [*KINDS], *([kind] for kind in KINDS)))
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
        for _round in range(self.chance.randint(1, 3)):
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
        """Closed on the day or before it, as it may be told late, also too late to count."""
        at = max(at, noon(date(2024, 2, 1))) if self.odds(0.2) else at
        on = max(begun, at.date() - timedelta(self.chance.choice((0, 0, 3, 400, 600))))
        step = close_case(case, on, received_at=at)
        step.act = act
        step.save()
        return at
