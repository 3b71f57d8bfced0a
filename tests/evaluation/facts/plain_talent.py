"""The newly certified and the files of cases once more in plain Python: C18, O5."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from hashlib import md5

from kernel.workdays.clock import ZONE
from stations.casework.models import Case
from stations.people.models import (
    Assignment,
    Credential,
    CultivatedPerson,
    ExamRegistration,
    TrainingAttendance,
)
from tests.evaluation.facts.plain import NATIONAL
from tests.evaluation.facts.plain_services import RecountOfServices

STAGES_OF_CASES = ["INTAKE", "ASSESSMENT", "PLAN", "INTERVENTION", "EVALUATION", "CLOSURE"]
# After how many of the six steps a document is owed: the agreement in a crisis later (C724).
PAPERS = {
    "AGREEMENT": 1,
    "ASSESSMENT_REPORT": 2,
    "PLAN": 3,
    "PROCESS_RECORD": 4,
    "EVALUATION_REPORT": 5,
    "CLOSURE_FORM": 6,
}


def years_on(day, years):
    """The same day so many years on; of 29 February the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class RecountOfAll(RecountOfServices):
    """Every fact that is counted again."""

    def c18(self):
        """Each person once, with the first certificate, for the station it names."""
        held = defaultdict(list)
        for one in [*Credential.objects.all(), *CultivatedPerson.objects.all()]:
            if self.counts(one) and one.level in NATIONAL:
                who = one.staff if isinstance(one, Credential) else one
                held[who.id_number_index or who.uuid].append(one)
        firsts = [min(ones, key=self._in_order) for ones in held.values()]
        return {
            station.id: self._newly(
                station,
                [
                    one
                    for one in firsts
                    if (place := self._named_by(one)) is not None
                    and self.home(place) == station.id
                    and self._is_brought_there(one, station.id)
                ],
            )
            for station in self.scope.stations
        }

    def _in_order(self, one):
        """By the day of issue; of one day, which is nobody's rule, the first that was told."""
        return one.issued_on, one.received_at, isinstance(one, CultivatedPerson), one.uuid

    def _named_by(self, one):
        return one.cultivated_by_id if isinstance(one, Credential) else one.station_id

    def _newly(self, station, claims):
        if station.track == "PROVINCIAL_PILOT":
            return {"newly": sum(self.in_year(one.issued_on) for one in claims)}
        begin = max(station.opened_on, date(2021, 1, 1))
        closes, after = years_on(begin, 5), self.last + timedelta(1)
        months = (after.year - begin.year) * 12 + after.month - begin.month
        months -= after.day < begin.day
        return {
            "cumulative": sum(
                begin <= one.issued_on < closes and one.issued_on <= self.last for one in claims
            ),
            "window_years": str((Decimal(min(months, 60)) / 12).quantize(Decimal("0.000001"))),
        }

    def _is_brought_there(self, one, station):
        """Worked there, or was trained there for 20 hours, in the 12 months before the exam was
        passed; of somebody outside the network the entry says which (Q08)."""
        if isinstance(one, CultivatedPerson):
            return one.way == "REGISTERED" or (one.hours or 0) >= 20
        passed = max(
            (
                exam.result_on
                for exam in ExamRegistration.objects.filter(staff=one.staff_id, level=one.level)
                if exam.result == "PASSED"
                and exam.result_on <= one.issued_on
                and self.counts(exam)
                and self.in_time(exam.result_received_at)
            ),
            default=one.issued_on,
        )
        since = years_on(passed, -1)
        days = [since + timedelta(n) for n in range((passed - since).days + 1)]
        worked = any(
            self.counts(post)
            and self.home(post.station_id) == station
            and any(self.lasts(post, day) for day in days)
            for post in Assignment.objects.filter(staff=one.staff_id)
        )
        hours = sum(
            each.hours
            for each in TrainingAttendance.objects.filter(staff=one.staff_id)
            if self.counts(each)
            and self.counts(each.training)
            and self.home(each.training.station_id) == station
            and since <= each.training.held_on < passed
        )
        return worked or hours >= 20

    def o5(self):
        """Five files a station, drawn by a digest of the file and the year."""
        result = {}
        for station, cases in self.here(Case.objects.all()).items():
            owing = [(one, found) for one in cases if (found := self._papers(one))["due"]]
            owing.sort(key=lambda pair: md5(f"{pair[0].uuid}{self.scope.year}".encode()).digest())
            result[station] = {"files": [found for _case, found in owing[:5]]}
        return result

    def _papers(self, case):
        """How many documents a case owes by the steps it took, and how many of them are there;
        none when it was closed before the year."""
        round_, taken, closed = self._as_it_stood(case)
        if case.opened_on > self.last or (closed and closed < self.first):
            return {"due": 0, "present": 0}
        after = PAPERS | ({"AGREEMENT": 4} if case.kind == "CRISIS" else {})
        owed = {paper for paper, steps in after.items() if steps <= taken}
        there = {
            one.kind
            for one in case.documents.all()
            if self.counts(one)
            and one.round == round_
            and one.written_on <= self.last
            and (one.signed or one.kind != "AGREEMENT")
        }
        return {"due": len(owed), "present": len(owed & there)}

    def _as_it_stood(self, case):
        """On the cut-off day: the round, the steps taken in it, and the day of its closure."""
        round_, taken, closed = 1, 0, None
        for step in case.steps.order_by("received_at", "id"):
            if not self.in_time(step.received_at):
                break
            in_year = step.received_at.astimezone(ZONE).date() <= self.last
            if step.act == "REOPEN":
                if not in_year:
                    break
                round_, taken, closed = round_ + 1, 0, None
            elif step.closed_on is not None:
                if step.closed_on <= self.last:
                    closed = step.closed_on
                    taken = 6 if step.act == "SIGN" else taken
            elif step.act == "ADVANCE" and in_year:
                taken = STAGES_OF_CASES.index(step.from_stage) + 1
        return round_, taken, closed
