"""A county with a real year's records, by the product's own bulk writers and a fixed seed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from kernel.access.actor import Actor
from kernel.tenancy import county_context
from kernel.workdays.clock import ZONE
from stations.casework.catalogue import services
from stations.casework.domain import bulk as casework
from stations.casework.enums import DocumentKind, Stage
from stations.community.domain import bulk as community
from stations.network.domain.bulk import StationRow, bulk_insert_stations
from stations.network.models import Station
from stations.people.domain import bulk as people
from stations.people.models import Staff
from tenants.domain.county import add_county
from tenants.models import Division, DivisionLevel
from tests.bench.records.agreed import write_projects
from tests.bench.records.work import write_work

COUNTY = "510402"
SEED, YEAR = 510402, 2023
OPENED = date(2021, 6, 1)
Rows = Iterator[dict[str, Any]]


@dataclass(frozen=True)
class Size:
    """Of each station; a real year of 20 stations makes about 60,000 records."""

    stations: int = 20
    rooms: int = 10
    staff: int = 6
    persons: int = 220
    volunteers: int = 60
    orgs: int = 8
    persons_a_case: int = 20


SMALL = Size(stations=3, rooms=2, staff=4, persons=12, volunteers=8, orgs=4)


class Maker:
    """Draws days and writes the records of one county."""

    def __init__(self, size: Size, county: str = COUNTY) -> None:
        self.size, self.county = size, county
        self.draw = Random(SEED)
        self.places: dict[int, list[Station]] = {}

    def make(self) -> list[Station]:
        """The county with all its records; gives the stations."""
        found = divisions(self.size, self.county)
        Division.objects.bulk_create(list(found), ignore_conflicts=True)
        add_county(code=self.county, name="东区")
        with county_context(self.county):
            stations = self.make_network()
            for write in (self.write_people, self.write_volunteers, self.write_casework):
                write(stations)
            self.write_orgs(stations)
            write_work(self, stations)
            write_projects(stations)
        return stations

    def make_network(self) -> list[Station]:
        rows = []
        for number in range(self.size.stations):
            township, top = f"{self.county}{number + 100:03d}", len(rows)
            rows.append(StationRow("STATION", f"第{number}社工站", township, OPENED))
            rows += [
                StationRow("ROOM", f"第{number}-{room}社工室", f"{township}{room:03d}", OPENED, top)
                for room in range(self.size.rooms)
            ]
        made = bulk_insert_stations(actor=Actor.system(self.county), rows=rows)
        stations = [place for place in made if place.level == "STATION"]
        for place in made:
            self.places.setdefault(place.pk if place in stations else place.parent_id, [])
            self.places[place.pk if place in stations else place.parent_id].append(place)
        return stations

    def place(self, station: Station) -> int:
        """The station or one of its rooms."""
        return self.draw.choice(self.places[station.pk]).pk

    def day(self, first: date = date(YEAR, 1, 1), days: int = 365) -> date:
        return first + timedelta(days=self.draw.randrange(days))

    def received(self, day: date) -> datetime:
        """At noon, or one time in fifty more than a year too late."""
        late = timedelta(days=400) if self.draw.random() < 0.02 else timedelta()
        return datetime.combine(day, time(12), ZONE) + late

    def each(self, stations: list[Station], count: int, row: Callable[[Station], Any]) -> Rows:
        return (row(station) for station in stations for _ in range(count))

    def write_people(self, stations: list[Station]) -> None:
        size, draw = self.size, self.draw
        homes = [station for station in stations for _ in range(size.staff)]
        joined = [self.day(OPENED, 900) for _ in homes]
        staff = people.bulk_insert_staff(
            {"name": f"员工{n}", "joined_on": day, "received_at": self.received(day)}
            for n, day in enumerate(joined)
        )
        own = list(zip(staff, homes, joined, strict=True))
        people.bulk_insert_assignments(
            {
                "staff_id": person,
                "station_id": self.place(home),
                "full_time": draw.random() < 0.8,
                "share": 1,
                "valid_from": day,
                "valid_to": self.day() if draw.random() < 0.2 and day.year < YEAR else None,
                "received_at": self.received(day),
            }
            for person, home, day in own
        )
        people.bulk_insert_credentials(
            {
                "staff_id": person,
                "level": draw.choice(["LOCAL_AIDE", "ASSISTANT", "ASSISTANT", "WORKER"]),
                "issued_on": (on := self.day(OPENED, 940)),
                "cultivated_by_id": home.pk if draw.random() < 0.5 else None,
                "received_at": self.received(on),
            }
            for person, home, _day in own
        )
        people.bulk_insert_pledges(
            {"staff_id": person, "signed_on": day, "received_at": self.received(day)}
            for person, _home, day in own
            if draw.random() < 0.9
        )
        people.bulk_insert_heads(
            {
                "staff_id": person,
                "station_id": home.pk,
                "appointed_by": draw.choice(["AGENCY", "BUREAU", "BUREAU", "OTHER"]),
                "valid_from": day,
                "received_at": self.received(day),
            }
            for person, home, day in own[:: size.staff]
        )
        people.bulk_insert_sessions(
            {
                "staff_id": person,
                "station_id": self.place(home),
                "kind": draw.choice(["ADMINISTRATIVE", "EDUCATIONAL", "SUPPORTIVE"]),
                "mode": "GROUP",
                "supervisor_name": "督导",
                "held_on": (on := self.day()),
                "received_at": self.received(on),
            }
            for person, home, _day in own
            for _ in range(8)
        )

    def write_volunteers(self, stations: list[Station]) -> None:
        def registered(station: Station) -> dict[str, Any]:
            on = self.day(OPENED, 900)
            place = self.place(station)
            return {
                "station_id": place,
                "name": "志愿者",
                "registered_on": on,
                "received_at": self.received(on),
            }

        rows = list(self.each(stations, self.size.volunteers, registered))
        ids = people.bulk_insert_volunteers(rows)
        people.bulk_insert_steps(
            {
                "volunteer_id": person,
                "step": self.draw.choice(["TRAIN", "USE", "USE", "REWARD"]),
                "done_on": (on := self.day(date(2022, 7, 1), 600)),
                "received_at": self.received(on),
            }
            for person in ids
            for _ in range(4)
        )

    def write_casework(self, stations: list[Station]) -> None:
        draw = self.draw
        homes = [self.place(s) for s in stations for _ in range(self.size.persons)]
        filed = [self.day(OPENED, 900) for _ in homes]
        persons = casework.bulk_insert_beneficiaries(
            {
                "station_id": home,
                "division_code": f"{self.county}100000",
                "name": "居民",
                "filed_on": day,
                "received_at": self.received(day),
            }
            for home, day in zip(homes, filed, strict=True)
        )
        own = list(zip(persons, homes, filed, strict=True))
        casework.bulk_insert_roster(
            {
                "station_id": home,
                "division_code": f"{self.county}100000",
                "category": "assistance.DIBAO",
                "name": "居民",
                "beneficiary_id": person if draw.random() < 0.85 else None,
                "valid_from": day,
                "received_at": self.received(day),
            }
            for person, home, day in own
        )
        levels = [draw.choice([1, 2, 3, 3, 3, 4, 4, 4, 5]) for _ in own]
        casework.bulk_insert_levels(
            {
                "beneficiary_id": person,
                "station_id": home,
                "level": level,
                "valid_from": day,
                "received_at": self.received(day),
            }
            for (person, home, day), level in zip(own, levels, strict=True)
        )
        casework.bulk_insert_visits(self.visits(own, levels))
        casework.bulk_insert_needs(
            {
                "beneficiary_id": person,
                "station_id": home,
                "summary": "需要",
                "raised_on": (on := self.day()),
                "closed_on": on if draw.random() < 0.7 else None,
                "confirmed_by_person": False,
                "received_at": self.received(on),
            }
            for person, home, _day in own
            if draw.random() < 0.5
        )

        self.write_services(own)
        self.write_cases(own[:: self.size.persons_a_case])

    def write_services(self, own: list[tuple[int, int, date]]) -> None:
        """Two a person, most with the worker who gave it."""
        worker = Staff.objects.values_list("pk", flat=True)[0]
        codes = list(services())
        casework.bulk_insert_services(
            {
                "beneficiary_id": person,
                "station_id": home,
                "staff_id": worker if self.draw.random() < 0.9 else None,
                "service": self.draw.choice(codes),
                "kind": "CARE",
                "served_on": (on := self.day()),
                "received_at": self.received(on),
            }
            for person, home, _day in own
            for _ in range(2)
        )

    def write_cases(self, own: list[tuple[int, int, date]]) -> None:
        """A case for some of the persons, some steps on, a document short now and then."""
        rows = [
            {
                "beneficiary_id": person,
                "station_id": home,
                "title": "个案",
                "unit": "PERSON",
                "kind": self.draw.choice(["ORDINARY", "ORDINARY", "CRISIS"]),
                "problem": "FAMILY",
                "opened_on": (on := self.day(days=200)),
                "received_at": self.received(on),
            }
            for person, home, _day in own
        ]
        made = zip(casework.bulk_insert_cases(rows), rows, strict=True)
        steps = [(case, row["opened_on"], self.draw.randrange(6)) for case, row in made]
        casework.bulk_insert_steps(
            {
                "case_id": case,
                "act": "ADVANCE",
                "from_stage": Stage.values[number],
                "to_stage": Stage.values[number + 1],
                "received_at": self.received(on),
            }
            for case, on, count in steps
            for number in range(min(count, 5))
        )
        casework.bulk_insert_documents(
            {
                "case_id": case,
                "kind": kind,
                "body": "内容",
                "written_on": on,
                "received_at": self.received(on),
            }
            for case, on, count in steps
            for kind in DocumentKind.values[:count]
            if self.draw.random() < 0.8
        )

    def visits(self, own: list[tuple[int, int, date]], levels: list[int]) -> Rows:
        """Three of four visits due take place, some a little late, some refused."""
        pace = {1: 7, 2: 14, 3: 30, 4: 91, 5: 182}
        for (person, home, _day), level in zip(own, levels, strict=True):
            for number in range(365 // pace[level]):
                if self.draw.random() < 0.75:
                    late = self.draw.randrange(pace[level])
                    day = date(YEAR, 1, 1) + timedelta(days=number * pace[level] + late)
                    moment = datetime.combine(day, time(9), ZONE)
                    yield {
                        "beneficiary_id": person,
                        "station_id": home,
                        "held_at": moment,
                        "result": self.draw.choice(["MET"] * 6 + ["NOT_HOME", "REFUSED"]),
                        "received_at": self.received(day),
                    }

    def write_orgs(self, stations: list[Station]) -> None:
        def filed(station: Station) -> dict[str, Any]:
            on = self.day(date(2022, 7, 1), 500)
            return {
                "station_id": self.place(station),
                "name": "组织",
                "kind": self.draw.choice(["FUNCTIONAL", "HOBBY_VOLUNTEER", "OTHER"]),
                "division_code": f"{self.county}100{self.draw.randrange(self.size.rooms):03d}",
                "is_sw_agency": self.draw.random() < 0.1,
                "filed_on": on,
                "registered_on": on if self.draw.random() < 0.3 else None,
                "received_at": self.received(on),
            }

        ids = community.bulk_insert_orgs(list(self.each(stations, self.size.orgs, filed)))
        community.bulk_insert_activities(
            {"org_id": org, "title": "活动", "held_on": on, "received_at": self.received(on)}
            for org in ids
            for on in (self.day(), self.day(), self.day(date(2022, 1, 1)))
        )
        made = community.bulk_insert_incubations(
            {"station_id": s.pk, "name": "机构", "is_sw_agency": True, "started_on": OPENED}
            | {"received_at": self.received(OPENED)}
            for s in stations
        )
        community.bulk_insert_stages(
            {
                "incubation_id": incubation,
                "stage": self.draw.choice(["PREPARING", "CHARTER", "ACCEPTED"]),
                "reached_on": (on := self.day(OPENED, 1000)),
                "received_at": self.received(on),
            }
            for incubation in made
        )


def divisions(size: Size, county: str = COUNTY) -> Iterator[Division]:
    """The county, a township a station, a village a room; every third village is marked."""
    codes = [county[:2], county[:4], county]
    townships = [f"{county}{number + 100:03d}" for number in range(size.stations)]
    codes += townships
    codes += [f"{code}{room:03d}" for code in townships for room in range(size.rooms)]
    level = {2: "PROVINCE", 4: "PREFECTURE", 6: "COUNTY", 9: "TOWNSHIP", 12: "VILLAGE"}
    for code in codes:
        yield Division(
            code=code,
            level=DivisionLevel(level[len(code)]),
            name=code,
            parent_code=code[: max(len(code) - 3, 0) if len(code) > 6 else len(code) - 2],
            valid_from=date(2020, 1, 1),
            reform_affected=len(code) == 12 and int(code) % 3 == 0,
        )
