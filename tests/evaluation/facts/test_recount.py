"""The facts of a random county against a plain recount (plain.py), and the records behind them.

The county has what must not count beside what must: records that came late or were withdrawn,
spans that end or begin on the year's first and last day, ends told too late, persons of two
places, days of the years around, and stations that opened in the year.
"""

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from evaluation.facts.queries import compute_facts
from evaluation.facts.scope import PILOT
from kernel.workdays.clock import ZONE
from tests.evaluation.facts.county_more import MoreRecords
from tests.evaluation.facts.plain import NATIONAL, STAGES
from tests.evaluation.facts.plain_talent import RecountOfAll
from tests.fixtures.care import a_plan, a_review, an_indicator
from tests.fixtures.custody import a_volume
from tests.fixtures.records import (
    a_case,
    act,
    add_worker,
    certify,
    close_case,
    enlist,
    file_person,
    head,
    incubate,
    need,
    noon,
    org,
    pledge,
    reopen_case,
    set_level,
    step,
    supervise,
    uphold,
    visit,
    volunteer,
    works,
)

PLACES = ("S001", "S002", "S003", "R001", "R002")
FACTS = [
    *("S1", "S2", "S3", "S5", "S7", "S8"),
    *("C02", "C04", "C05", "C06", "C07", "C08", "C09", "C10", "C11", "C12", "C13", "C14"),
    *("C15", "C16", "C18", "C19", "O5", "O7"),
]
EDGES = [
    *(date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 31), date(2023, 2, 28)),
    *(date(2023, 12, 30), date(2023, 12, 31), date(2024, 1, 1), date(2024, 1, 3)),
]
# Which figure is the number of which records behind it.
BEHIND = {
    ("S5", "staff"): "assignment",
    ("S5", "pledged"): "pledge",
    ("S5", "upheld"): "complaint",
    ("C12", "plans"): "care_plan",
    ("C08", "late_reports"): "protection_report",
    ("C14", "raised"): "need",
    ("C15", "targets"): "project_target",
    ("C16", "registered"): "org",
    ("O5", "files"): "case",
    ("O7", "closed"): "case",
    ("O7", "archived"): "archive_volume",
}


class County(MoreRecords):
    """Fills the places with records of random days."""

    def __init__(self, network, seed):
        self.network, self.chance = network, random.Random(seed)

    def place(self):
        return self.network[self.chance.choice(PLACES)]

    def day(self, early=date(2022, 6, 1)):
        if self.chance.random() < 0.3:
            return self.chance.choice([day for day in EDGES if day >= early])
        return early + timedelta(self.chance.randrange((date(2024, 1, 5) - early).days))

    def later(self, day):
        """A day after that, most often of the year."""
        return self.day(day + timedelta(1)) if day < date(2024, 1, 1) else day + timedelta(1)

    def told(self, day):
        """When a record of the day came in: mostly at once, sometimes too late."""
        return noon(day + timedelta(self.chance.choice((0, 0, 0, 0, 3, 8, 400))))

    def entered(self, day):
        """Of a record: received, and one in ten withdrawn."""
        gone = noon(date(2024, 1, 6)) if self.chance.random() < 0.1 else None
        return {"received_at": self.told(day), "withdrawn_at": gone}

    def span(self, since):
        """Half of them end."""
        if self.chance.random() < 0.5:
            return {"valid_to": None, "ended_received_at": None}
        end = self.later(since)
        return {"valid_to": end, "ended_received_at": self.told(end)}

    def fill(self):
        workers = [add_worker() for _number in range(8)]
        for worker in workers:
            self.employ(worker)
        for _number in range(8):
            since, worker = self.day(), self.chance.choice(workers)
            span = self.span(since)
            head(
                worker,
                self.place(),
                since,
                span["valid_to"],
                appointed_by=self.chance.choice(("AGENCY", "AGENCY", "BUREAU", "OTHER")),
                ended_received_at=span["ended_received_at"],
                **self.entered(since),
            )
            uphold_on = self.day()
            uphold(
                self.place(),
                uphold_on,
                decided_received_at=self.told(uphold_on),
                **self.entered(uphold_on),
            )
        for _number in range(15):
            self.take_on_volunteer()
            self.bring_up()
            self.care()
        self.fill_more()

    def employ(self, worker):
        for _number in range(self.chance.randint(1, 3)):
            since = self.day()
            span, share = self.span(since), self.chance.choice((1, 1, 0.5, 0.25))
            more = {"share": share, "ended_received_at": span["ended_received_at"]}
            works(worker, self.place(), since, span["valid_to"], **more, **self.entered(since))
        for _number in range(2):
            on, level = self.day(), self.chance.choice([*sorted(NATIONAL), "LOCAL_AIDE"])
            certify(worker, on, level, **self.entered(on))
        for _number in range(8):
            on, kind = self.day(), self.chance.choice(("EDUCATIONAL", "SUPPORTIVE"))
            supervise(worker, self.place(), on, kind, **self.entered(on))
        signed = self.day()
        pledge(worker, signed, **self.entered(signed))

    def take_on_volunteer(self):
        since = self.day()
        number = {"id_number_index": f"{self.chance.randrange(10**9):064}"}
        known = number if self.chance.random() < 0.5 else {}
        places = {self.place() for _number in range(2)}
        for place in places:
            one = volunteer(place, since, **known, **self.entered(since))
            for _number in range(self.chance.randint(0, 3)):
                on = self.day()
                kind = self.chance.choice(("RECRUIT", "TRAIN", "USE", "REWARD"))
                step(one, kind, on, **self.entered(on))

    def bring_up(self):
        filed, registered = (
            self.day() if self.chance.random() < 0.6 else None for _number in range(2)
        )
        made = org(
            self.place(),
            self.chance.choice(("FUNCTIONAL", "HOBBY_VOLUNTEER", "OTHER")),
            filed,
            registered,
            is_sw_agency=self.chance.random() < 0.5,
            withdrawn_at=None if self.chance.random() < 0.9 else noon(date(2024, 1, 6)),
        )
        if filed:
            made.filed_received_at = self.told(filed)
        if registered:
            made.registered_received_at = self.told(registered)
        made.save()
        for _number in range(self.chance.randint(0, 4)):
            on = self.day()
            act(made, on, **self.entered(on))
        if self.chance.random() < 0.4:
            stage, on = self.chance.choice(STAGES[1:]), self.day()
            left = self.chance.choice((None, None, self.day()))
            sw = self.chance.random() < 0.7
            told = self.told(left) if left else None
            given_up = {"abandoned_on": left, "abandoned_received_at": told}
            incubate(self.place(), (stage, on), is_sw_agency=sw, **given_up)

    def care(self):
        filed = self.day()
        number = {"id_number_index": f"{self.chance.randrange(10**9):064}"}
        person = file_person(self.place(), filed, **self.entered(filed))
        for _number in range(self.chance.randint(0, 2)):
            since = self.day()
            span = self.span(since)
            ours = person if self.chance.random() < 0.6 else None
            known = number if self.chance.random() < 0.5 else {}
            enlist(self.place(), since, beneficiary=ours, **span, **known, **self.entered(since))
        for _number in range(self.chance.randint(0, 3)):
            raised = self.day()
            closed = self.later(raised) if self.chance.random() < 0.6 else None
            told = self.told(closed) if closed else None
            need(person, raised, closed, closed_received_at=told, **self.entered(raised))
        self.plan(person)
        self.visits(person)
        self.work_on(a_case(person, self.day(), **self.entered(filed)))

    def plan(self, person):
        begun = self.day()
        days = {}
        if self.chance.random() < 0.6:
            on = self.later(begun)
            days = {"closed_on": on, "closed_received_at": self.told(on)}
        made = a_plan(person, begun, **days, **self.entered(begun))
        for _number in range(self.chance.choice((0, 0, 1, 1, 2))):
            on = self.later(begun)
            a_review(made, on, **self.entered(on))
        for _number in range(self.chance.randint(0, 3)):
            on = self.later(begun)
            judged = {"judged_on": on, "judged_received_at": self.told(on), "reached": 3}
            given = judged | {"met": True} if self.chance.random() < 0.6 else {}
            an_indicator(made, **given, **self.entered(begun))

    def visits(self, person):
        """One level after the other, and visits around them, also by others and at midnight."""
        since = self.day()
        for _number in range(self.chance.randint(0, 3)):
            span = self.span(since)
            told = {"ended_received_at": span["ended_received_at"], **self.entered(since)}
            set_level(person, self.chance.randint(1, 5), since, span["valid_to"], **told)
            if span["valid_to"] is None:
                break
            since = span["valid_to"]
        for _number in range(self.chance.randint(0, 30)):
            on = self.day()
            at = datetime.combine(on, self.chance.choice((time(0), time(12), time(23, 59))), ZONE)
            result = self.chance.choice(("MET", "MET", "REFUSED", "REFUSED", "NOT_HOME"))
            place = self.chance.choice(("HOME", "PHONE", "SCHOOL", "INSTITUTION"))
            by = person.station if self.chance.random() < 0.8 else self.place()
            visit(person, at, result, place=place, station=by, **self.entered(on))

    def work_on(self, case):
        """Closed, opened again, closed again, each with its volume: as far as it comes."""
        at = noon(case.opened_on)
        for _round in range(self.chance.randint(0, 3)):
            on = max(self.later(case.opened_on), at.date())
            at = max(noon(on), at + timedelta(minutes=1))
            at += timedelta(days=self.chance.choice((0, 0, 3)))
            close_case(case, on, received_at=at)
            if self.chance.random() < 0.8:
                filed = at.date() + timedelta(self.chance.choice((0, 0, 1)))
                a_volume(case, filed, received_at=max(at, noon(filed)))
            if self.chance.random() < 0.4:
                return
            at += timedelta(days=self.chance.choice((1, 20)))
            reopen_case(case, at)


def find_differences_of_pilots(asked):
    """C16 of pilots is not counted again."""
    return find_differences(compute_facts(asked, ["C18"]), RecountOfAll(asked), ["C18"])


def find_differences(facts, recount, indicators=FACTS):
    """{indicator: (what the facts say, what the recount says)} where they differ."""
    differing = {}
    for indicator in indicators:
        found = {
            station: given[indicator].inputs
            for station, given in facts.items()
            if indicator in given
        }
        expected = getattr(recount, indicator.lower())()
        if found != expected:
            differing[indicator] = found, expected
    return differing


@pytest.mark.parametrize(
    ("seed", "given"),
    [
        (1, {}),
        (2, {}),
        (3, {"cutoff": date(2023, 10, 15)}),
        (4, {"opened": date(2023, 4, 30)}),
        (5, {"opened": date(2023, 5, 1), "cutoff": date(2023, 11, 30)}),
    ],
)
def test_the_facts_are_what_a_plain_recount_gives(network, scope, seed, given):
    County(network, seed).fill()
    asked = scope("S001", "S002", "S003", **given)
    pilots = tuple(replace(each, track=PILOT) for each in asked.stations)

    facts = compute_facts(asked, FACTS)
    assert find_differences(facts, RecountOfAll(asked)) == {}
    assert find_differences_of_pilots(replace(asked, stations=pilots)) == {}
    for (indicator, key), kind in BEHIND.items():
        for one in (each[indicator] for each in facts.values() if indicator in each):
            number, records = one.inputs[key], one.records.get(kind, [])
            number = len(number) if isinstance(number, list) else number
            assert len(set(records)) == len(records) == number, indicator
