"""What was given, agreed and taught, once more in plain Python: C02, C06 to C10, C15, C19.

Part of ``plain.Recount``'s family: nothing here knows the queries.
"""

from datetime import timedelta

from kernel.workdays.clock import ZONE
from stations.casework.models import (
    BeneficiaryCategory,
    CarePlan,
    Case,
    ProtectionReport,
    ServiceRecord,
    Visit,
)
from stations.people.models import Internship, PublicityItem, Training
from stations.projects.models import Project
from tests.evaluation.facts.plain import Recount

HOMELESS = "3.2.1.8"


class RecountOfServices(Recount):
    """The same scope; one method an indicator."""

    def _given(self, clause, most):
        """Which of a clause's sub-services have a verified record of the year."""
        codes = {f"{clause}.{number}" for number in range(1, most + 1)}
        return {
            station: {
                one.service
                for one in records
                if one.service in codes and one.staff_id and self.in_year(one.served_on)
            }
            for station, records in self.here(ServiceRecord.objects.all()).items()
        }

    def _kinds(self, clause, most):
        return {station: {"kinds": len(k)} for station, k in self._given(clause, most).items()}

    def c02(self):
        return self._kinds("3.1.2", 5)

    def c06(self):
        """Aid to the homeless is asked of nobody who had none."""
        return {
            station: {"kinds": len(kinds), "applicable": 8 if HOMELESS in kinds else 7}
            for station, kinds in self._given("3.2.1", 8).items()
        }

    def c07(self):
        return self._kinds("3.2.2", 6)

    def c08(self):
        reports = self.here(ProtectionReport.objects.all())
        return {
            station: {
                "kinds": len(kinds),
                "late_reports": sum(
                    one.subject == "CHILD"
                    and self.in_year(one.noticed_at.astimezone(ZONE).date())
                    and one.reported_at - one.noticed_at > timedelta(hours=24)
                    for one in reports[station]
                ),
            }
            for station, kinds in self._given("3.2.3", 3).items()
        }

    def c09(self):
        return self._kinds("3.2.4", 3)

    def c10(self):
        return self._kinds("3.2.5", 3)

    def c15(self):
        """Only stations of which a project ended in the year."""
        result = {}
        for station, projects in self.here(Project.objects.order_by("id")).items():
            targets = [
                target
                for project in projects
                if self.in_year(project.ends_on)
                for target in project.targets.all()
                if self.counts(target)
            ]
            if targets:
                rows = [
                    {"planned": str(one.amount), "actual": str(self._actual(one))}
                    for one in sorted(targets, key=lambda target: target.pk)
                ]
                result[station] = {"targets": rows}
        return result

    def _actual(self, target):
        """How many of a target's records lie on the project's days."""
        if target.measure.startswith("ACTIVITY"):
            return sum(
                self.counts(named)
                and self.counts(named.activity)
                and self._on_days(target, named.activity.held_on)
                for named in target.activities.all()
            )
        if target.measure == "CASE":
            done = [(one, one.opened_on) for one in Case.objects.all()]
        elif target.measure == "CARE_PLAN":
            done = [(one, one.begun_on) for one in CarePlan.objects.all()]
        else:
            done = [
                (one, one.held_at.astimezone(ZONE).date())
                for one in Visit.objects.filter(result="MET")
                if self._is_visit_of(target.measure, one)
            ]
        return sum(self._is_of_project(target, one, day) for one, day in done)

    def _is_visit_of(self, measure, visit):
        """A call is no visit; accompanied are home visits with the purchaser's staff."""
        if measure == "CALL":
            return visit.place == "PHONE"
        if measure == "VISIT":
            return visit.place != "PHONE"
        return visit.place == "HOME" and "PURCHASER" in visit.joint_with

    def _is_of_project(self, target, record, day):
        """It counts, at the place or one below it, on the days, for one of the kinds."""
        kinds = target.project.kinds
        return (
            self.counts(record)
            and self._on_days(target, day)
            and self._is_below(record.station_id, target.project.station_id)
            and (
                not kinds
                or any(
                    span.category in kinds and self.counts(span) and self.lasts(span, day)
                    for span in BeneficiaryCategory.objects.filter(
                        beneficiary=record.beneficiary_id
                    )
                )
            )
        )

    def _on_days(self, target, day):
        return target.project.starts_on <= day <= target.project.ends_on

    def _is_below(self, place, top):
        while place is not None:
            if place == top:
                return True
            place = self.places[place].parent_id
        return False

    def c19(self):
        return {
            station: {
                "kinds": len(
                    self._taught(station)
                    | ({"PRACTICE"} if self._had_interns(station) else set())
                    | ({"PUBLICITY"} if self._spread_ideas(station) else set())
                )
            }
            for station in self.asked
        }

    def _taught(self, station):
        """Of the trainings that somebody attended."""
        kinds = {"KNOWLEDGE": "KNOWLEDGE", "EXAM": "EXAM", "ELDERLY": "PRACTICE"}
        return {
            kinds[one.topic]
            for one in self.here(Training.objects.all())[station]
            if one.topic in kinds
            and self.in_year(one.held_on)
            and any(self.counts(who) for who in [*one.attendances.all(), *one.headcounts.all()])
        }

    def _had_interns(self, station):
        days = [self.first + timedelta(n) for n in range((self.last - self.first).days + 1)]
        return any(
            self.lasts(one, day)
            for one in self.here(Internship.objects.all())[station]
            for day in days
        )

    def _spread_ideas(self, station):
        return any(
            one.topic in {"VALUES", "KNOWLEDGE", "METHODS"} and self.in_year(one.published_on)
            for one in self.here(PublicityItem.objects.all())[station]
        )
