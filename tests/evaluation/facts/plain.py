"""The facts once more in plain Python, from the rubric's sentences: one loop after the other.

Nothing here knows the queries. What a station's rooms did is the station's; a record counts that
stands and was received in time; the end of a span counts when that was known in time.
"""

from calendar import monthrange
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from evaluation.facts.scope import FactScope
from kernel.workdays.clock import ZONE
from stations.casework.models import (
    Beneficiary,
    CarePlan,
    Case,
    Need,
    RosterEntry,
    Visit,
    VisitLevelSpan,
)
from stations.community.models import CommunityOrg, Incubation
from stations.network.models import Station
from stations.people.models import (
    Assignment,
    Credential,
    EthicsComplaint,
    EthicsPledge,
    HeadAppointment,
    SupervisionSession,
    Volunteer,
)
from tests.evaluation.facts.test_c11_matching import fill_slots, starts_from

NATIONAL = {"ASSISTANT", "WORKER", "SENIOR"}
STAGES = ["NONE", "PREPARING", "CHARTER", "ACCEPTED"]


class Recount:
    """The facts of a scope, indicator by indicator: {station id: inputs}."""

    def __init__(self, scope: FactScope) -> None:
        self.scope = scope
        self.first, self.last = date(scope.year, 1, 1), scope.last_day
        self.places = {each.pk: each for each in Station.objects.select_related("parent")}
        self.asked = {each.id: each for each in scope.stations}

    def home(self, place_id):
        """The station that a place counts for."""
        place = self.places[place_id]
        while place.level != "STATION" and place.parent_id:
            place = self.places[place.parent_id]
        return place.pk if place.level == "STATION" else place_id

    def counts(self, record):
        return record.withdrawn_at is None and record.received_at <= self.scope.received_by

    def in_time(self, moment):
        return moment is not None and moment <= self.scope.received_by

    def in_year(self, day):
        return day is not None and self.first <= day <= self.last

    def end(self, span):
        return span.valid_to if self.in_time(span.ended_received_at) else None

    def lasts(self, span, day):
        end = self.end(span)
        return span.valid_from <= day and (end is None or day < end)

    def here(self, records, place=lambda record: record.station_id):
        """Those that count, by the station they count for; of the stations asked."""
        found = {station: [] for station in self.asked}
        for record in records:
            if self.counts(record) and self.home(place(record)) in found:
                found[self.home(place(record))].append(record)
        return found

    def months(self, station):
        """The month-ends from the opening month on; after the cut-off that day."""
        for month in range(1, 13):
            end = date(self.scope.year, month, monthrange(self.scope.year, month)[1])
            if end >= self.asked[station].opened_on:
                yield month, min(end, self.last)

    def s1(self):
        certified = defaultdict(lambda: date.max)
        for one in Credential.objects.all():
            if self.counts(one) and one.level in NATIONAL:
                certified[one.staff_id] = min(certified[one.staff_id], one.issued_on)
        posts = [post for post in Assignment.objects.all() if self.counts(post)]
        return {
            station: {
                "certified": [
                    sum(
                        station in self._two_places(posts, staff, day)
                        for staff, since in list(certified.items())
                        if since <= day
                    )
                    for _month, day in self.months(station)
                ]
            }
            for station in self.asked
        }

    def _two_places(self, posts, staff, day):
        """Where a person counts on a day: full time at one place, part time at two at most."""
        held = defaultdict(list)
        for post in posts:
            if post.staff_id == staff and self.lasts(post, day):
                held[self.home(post.station_id)].append(post)
        order = sorted(
            held,
            key=lambda place: (
                not any(post.full_time for post in held[place]),
                -max(post.share for post in held[place]),
                min(post.valid_from for post in held[place]),
                place,
            ),
        )
        is_full = any(post.full_time for spans in held.values() for post in spans)
        return order[:1] if is_full else order[:2]

    def s2(self):
        found = self._persons({"USE"}, registered=False)
        return {station: {"active": len(found[station])} for station in self.asked}

    def c05(self):
        found = self._persons({"TRAIN", "USE"}, registered=True)
        kinds = {
            station: {
                step.step
                for each in volunteers
                for step in each.steps.all()
                if self.counts(step) and self.in_year(step.done_on)
            }
            for station, volunteers in self.here(Volunteer.objects.all()).items()
        }
        return {
            station: {"volunteers": len(found[station]), "steps": len(kinds[station])}
            for station in self.asked
        }

    def _persons(self, steps, registered):
        return {
            station: {
                each.id_number_index or each.uuid
                for each in volunteers
                if (not registered or each.registered_on <= self.last)
                and any(
                    self.counts(step) and step.step in steps and self.in_year(step.done_on)
                    for step in each.steps.all()
                )
            }
            for station, volunteers in self.here(Volunteer.objects.all()).items()
        }

    def s3(self):
        """The station's own head: whoever heads a room is none."""
        posts = self.here(Assignment.objects.all())
        heads = [one for one in HeadAppointment.objects.all() if self.counts(one)]
        return {
            station: self._head(
                station, [one for one in heads if one.station_id == station], posts[station]
            )
            for station in self.asked
        }

    def _head(self, station, heads, posts):
        begin = max(self.asked[station].opened_on, self.first)
        days = [begin + timedelta(n) for n in range((self.last - begin).days + 1)]
        on = {day: [one for one in heads if self.lasts(one, day)] for day in days}
        gap = longest = 0
        for day in days:
            gap = 0 if on[day] else gap + 1
            longest = max(longest, gap)
        named = {one for day in days for one in on[day]}
        last = on[self.last] if days else []
        full_time = {
            post.staff_id for post in posts if post.full_time and self.lasts(post, self.last)
        }
        return {
            "one_head": len(last) == 1 and all(len(on[day]) < 2 for day in days),
            "full_time": bool(last) and all(one.staff_id in full_time for one in last),
            "appointed": bool(named)
            and all(one.appointed_by in {"AGENCY", "BUREAU"} for one in named)
            and longest <= 30,
        }

    def s5(self):
        signed = {
            one.staff_id
            for one in EthicsPledge.objects.all()
            if self.counts(one) and one.signed_on <= self.last
        }
        upheld = self.here(EthicsComplaint.objects.all())
        result = {}
        for station, posts in self.here(Assignment.objects.all()).items():
            staff = {post.staff_id for post in posts if self.lasts(post, self.last)}
            against = [
                one
                for one in upheld[station]
                if self.in_year(one.upheld_on) and self.in_time(one.decided_received_at)
            ]
            result[station] = {
                "staff": len(staff),
                "pledged": len(staff & signed),
                "upheld": len(against),
            }
        return result

    def s7(self):
        held = self.here(SupervisionSession.objects.all())
        result = {}
        for station, posts in self.here(Assignment.objects.all()).items():
            sessions = [one for one in held[station] if self.in_year(one.held_on)]
            met = {(one.staff_id, one.held_on.month) for one in sessions}
            worked = {
                (post.staff_id, month)
                for month, day in self.months(station)
                for post in posts
                if self.lasts(post, day) and date(self.scope.year, month, 1) <= self.last
            }
            result[station] = {
                "worker_months": len(worked),
                "supervised": len(worked & met),
                "kinds": len({one.kind for one in sessions}),
            }
        return result

    def s8(self):
        result = {}
        for station, posts in self.here(Assignment.objects.all()).items():
            start = {post.staff_id for post in posts if self.lasts(post, self.first)}
            end = {post.staff_id for post in posts if self.lasts(post, self.last)}
            result[station] = {"at_start": len(start), "retained": len(start & end)}
        return result

    def c04(self):
        """Without reform-affected communities, which test_c04 has."""
        result = {}
        for station, orgs in self.here(CommunityOrg.objects.all()).items():
            kinds = [one.kind for one in orgs if self._is_brought_up(one)]
            result[station] = {
                "functional": kinds.count("FUNCTIONAL"),
                "hobby": kinds.count("HOBBY_VOLUNTEER"),
                "reform_affected": 0,
                "area_has_reform": False,
            }
        return result

    def _is_brought_up(self, org):
        """Filed or registered in the year, and two activities in it."""
        days = (
            (org.filed_on, org.filed_received_at),
            (org.registered_on, org.registered_received_at),
        )
        held = [one for one in org.activities.all() if self.counts(one)]
        return (
            any(self.in_year(day) and self.in_time(told) for day, told in days)
            and sum(self.in_year(one.held_on) for one in held) >= 2
        )

    def c11(self):
        counted = self._visits()
        result = {}
        for station, spans in self.here(VisitLevelSpan.objects.all()).items():
            due, done = dict.fromkeys("12345", 0), dict.fromkeys("12345", 0)
            for span in spans:
                begins = max(span.valid_from, self.asked[station].opened_on, self.first)
                stops = min(self.end(span) or date.max, self.last + timedelta(1))
                if begins >= stops:
                    continue
                slots = starts_from(begins, span.level, stops)
                made = counted[station, span.beneficiary_id]
                days = [day for day in made if begins <= day < stops]
                due[str(span.level)] += len(slots) - 1
                done[str(span.level)] += fill_slots(slots, days, stops - timedelta(1))
            result[station] = {"due": due, "done": done}
        return result

    def _visits(self):
        """The days of a station's visits to a person that fill a slot: met, or the first two
        refusals in a row of the year."""
        days, refused = defaultdict(list), defaultdict(int)
        made = Visit.objects.filter(result__in=("MET", "REFUSED")).order_by("held_at", "id")
        for visit in made:
            day = visit.held_at.astimezone(ZONE).date()
            if not self.counts(visit) or not self.in_year(day):
                continue
            key = self.home(visit.station_id), visit.beneficiary_id
            refused[key] = refused[key] + 1 if visit.result == "REFUSED" else 0
            if refused[key] <= 2:
                days[key].append(day)
        return days

    def c12(self):
        result = {}
        for station, plans in self.here(CarePlan.objects.all()).items():
            shares = [
                self._share(plan)
                for plan in plans
                if plan.refused_on is None
                and (
                    any(
                        self.counts(one) and self.in_year(one.reviewed_on)
                        for one in plan.reviews.all()
                    )
                    or (self.in_year(plan.closed_on) and self.in_time(plan.closed_received_at))
                )
            ]
            mean = sum(shares, Fraction(0)) / len(shares) if shares else Fraction(0)
            text = format(round(Decimal(mean.numerator) / mean.denominator, 6).normalize(), "f")
            result[station] = {"plans": len(shares), "mean_share": text}
        return result

    def _share(self, plan):
        judged = [
            one.met and one.judged_on <= self.last and self.in_time(one.judged_received_at)
            for one in plan.indicators.all()
            if self.counts(one)
        ]
        return Fraction(sum(judged), len(judged)) if judged else Fraction(0)

    def c13(self):
        files = {
            one.pk
            for one in Beneficiary.objects.all()
            if self.counts(one) and one.filed_on <= self.last
        }
        result = {}
        for station, entries in self.here(RosterEntry.objects.all()).items():
            listed = [one for one in entries if self.lasts(one, self.last)]
            result[station] = {
                "roster": len({one.id_number_index or one.uuid for one in listed}),
                "filed": len(
                    {
                        one.id_number_index or one.uuid
                        for one in listed
                        if one.beneficiary_id in files
                    }
                ),
            }
        return result

    def c14(self):
        result = {}
        for station, needs in self.here(Need.objects.all()).items():
            raised = [one for one in needs if self.in_year(one.raised_on)]
            closed = [
                one
                for one in raised
                if one.confirmed_by_person
                and one.closed_on <= self.last
                and self.in_time(one.closed_received_at)
            ]
            result[station] = {"raised": len(raised), "closed": len(closed)}
        return result

    def c16(self):
        """Of stations that are no provincial pilots."""
        making = self.here(Incubation.objects.all())
        result = {}
        for station, orgs in self.here(CommunityOrg.objects.all()).items():
            begin = max(self.asked[station].opened_on, date(2021, 1, 1))
            closes = begin.replace(year=begin.year + 5)
            registered = [
                one
                for one in orgs
                if one.is_sw_agency
                and one.registered_on is not None
                and begin <= one.registered_on < closes
                and one.registered_on <= self.last
                and self.in_time(one.registered_received_at)
            ]
            reached = [
                STAGES.index(stage.stage)
                for one in making[station]
                if one.is_sw_agency
                and not (
                    one.abandoned_on
                    and one.abandoned_on <= self.last
                    and self.in_time(one.abandoned_received_at)
                )
                for stage in one.stages.all()
                if self.counts(stage) and stage.reached_on <= self.last and stage.stage in STAGES
            ]
            result[station] = {
                "registered": len(registered),
                "stage": STAGES[max(reached, default=0)],
                "window_open": closes > self.last,
            }
        return result

    def o7(self):
        result = {}
        for station, cases in self.here(Case.objects.all()).items():
            filed = [one for case in cases if (one := self._closure(case)) is not None]
            result[station] = {"closed": len(filed), "archived": sum(filed)}
        return result

    def _closure(self, case):
        """Whether the volume of the closure that stood on the cut-off day is filed; None for a case
        that was open then, or was closed in another year."""
        round_, standing = 1, None
        for step in case.steps.order_by("received_at", "id"):
            if not self.in_time(step.received_at):
                break
            if step.act == "REOPEN":
                if step.received_at.astimezone(ZONE).date() > self.last:
                    break
                round_, standing = round_ + 1, None
            elif step.closed_on is not None and step.closed_on <= self.last:
                standing = (step.closed_on, step.received_at)
        if standing is None or not self.in_year(standing[0]):
            return None
        told = standing[1].astimezone(ZONE).date()
        return any(
            self.counts(volume)
            and volume.round == round_
            and volume.filed_on <= max(self.last, told)
            for volume in case.volumes.all()
        )
