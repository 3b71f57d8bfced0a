"""Plans, closed cases, reports, and what spreads social work: the rest of a county's year."""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from kernel.workdays.clock import ZONE
from stations.casework.domain import bulk as casework
from stations.casework.domain import bulk_care, bulk_custody
from stations.casework.models import Beneficiary
from stations.network.models import Station
from stations.people.domain import bulk as people
from stations.people.enums import PublicityTopic, TrainingTopic
from stations.people.models import Staff
from stations.records.models import end_of_day


def write_work(maker: Any, stations: list[Station]) -> None:
    """By the maker's own chance, after everything else, which so stays what it was."""
    write_plans(maker)
    write_closed_cases(maker)
    write_reports(maker, stations)
    write_ideas(maker, stations)
    write_cultivated(maker, stations)


def write_plans(maker: Any) -> None:
    """A plan for every fifth person, reviewed or closed, with two indicators."""
    draw, rows = maker.draw, []
    for person, home in persons(5):
        begun = maker.day(date(2022, 7, 1), 500)
        reviewed, closed = begun + timedelta(90), begun + timedelta(180)
        rows.append(
            {
                "beneficiary_id": person,
                "station_id": home,
                "begun_on": begun,
                "goals": "目标",
                "strategy": "办法",
                "contingency": "备用",
                "review_due_on": closed,
                "reviewed_on": reviewed if draw.random() < 0.8 else None,
                "closed_on": closed if draw.random() < 0.6 else None,
                "received_at": maker.received(begun),
            }
        )
    made = list(zip(bulk_care.bulk_insert_plans(rows), rows, strict=True))
    bulk_care.bulk_insert_reviews(
        {
            "plan_id": plan,
            "reviewed_on": (on := row["reviewed_on"]),
            "note": "进展",
            "next_due_on": row["review_due_on"],
            "received_at": max(row["received_at"], end_of_day(on)),
        }
        for plan, row in made
        if row["reviewed_on"]
    )
    bulk_care.bulk_insert_indicators(
        {
            "plan_id": plan,
            "goal": "目标",
            "measure": "次数",
            "unit": "次",
            "baseline": 0,
            "target": 3,
            "judged_on": (judged := row["reviewed_on"] if draw.random() < 0.8 else None),
            "reached": 3 if judged else None,
            "met": bool(judged) and draw.random() < 0.7,
            "received_at": row["received_at"],
        }
        for plan, row in made
        for _ in range(2)
    )


def write_closed_cases(maker: Any) -> None:
    """A case closed in the year for every twentieth person; most lie in the archive."""
    rows = [
        {
            "beneficiary_id": person,
            "station_id": home,
            "title": "个案",
            "unit": "PERSON",
            "kind": "ORDINARY",
            "problem": "FAMILY",
            "opened_on": (on := maker.day(days=200)),
            "closed_on": on + timedelta(120),
            "closure_reason": "GOALS_MET",
            "received_at": maker.received(on),
        }
        for person, home in persons(20)
    ]
    made = zip(casework.bulk_insert_cases(rows), rows, strict=True)
    bulk_custody.bulk_insert_volumes(
        {
            "station_id": row["station_id"],
            "case_id": case,
            "round": 1,
            "number": f"{case}",
            "filed_on": row["closed_on"],
            "pages": 6,
            "secrecy": "INTERNAL",
            "retention_rule": "case.adult",
            "destroy_after": row["closed_on"] + timedelta(3653),
            "received_at": maker.received(row["closed_on"]),
        }
        for case, row in made
        if maker.draw.random() < 0.7
    )


def write_reports(maker: Any, stations: list[Station]) -> None:
    """Three a station; one in three told after the day that is allowed."""

    def report(station: Station) -> dict[str, Any]:
        on = maker.day()
        noticed = datetime.combine(on, time(9), ZONE)
        return {
            "uuid": UUID(int=maker.draw.getrandbits(128), version=4),
            "station_id": maker.place(station),
            "child": "孩子",
            "seen": "伤痕",
            "place": "村口",
            "noticed_at": noticed,
            "authority": "POLICE",
            "channel": "PHONE",
            "reported_at": noticed + timedelta(hours=maker.draw.choice((1, 5, 30))),
            "reporter_uuid": UUID(int=maker.draw.getrandbits(128), version=4),
            "reporter_name": "社工",
            "received_at": maker.received(on),
        }

    bulk_care.bulk_insert_reports(maker.each(stations, 3, report))


def write_ideas(maker: Any, stations: list[Station]) -> None:
    """Trainings, most of them attended, an intern, and publicity."""
    draw, worker = maker.draw, Staff.objects.values_list("pk", flat=True)[0]

    def training(station: Station) -> dict[str, Any]:
        on = maker.day(date(2022, 7, 1), 600)
        return {
            "station_id": maker.place(station),
            "title": "培训",
            "kind": "PROFESSIONAL",
            "grade": "GENERAL",
            "audience": "LOCAL",
            "topic": draw.choice(TrainingTopic.values),
            "held_on": on,
            "hours": 4,
            "received_at": maker.received(on),
        }

    def intern(station: Station) -> dict[str, Any]:
        on = maker.day(date(2022, 7, 1), 600)
        return {
            "station_id": maker.place(station),
            "student_name": "学生",
            "school": "学院",
            "mentor_id": worker,
            "valid_from": on,
            "valid_to": on + timedelta(60),
            "received_at": maker.received(on),
        }

    def piece(station: Station) -> dict[str, Any]:
        on = maker.day(date(2022, 7, 1), 600)
        return {
            "station_id": maker.place(station),
            "staff_id": worker,
            "published_on": on,
            "channel": "BOARD",
            "topic": draw.choice(PublicityTopic.values),
            "title": "宣传",
            "received_at": maker.received(on),
        }

    rows = list(maker.each(stations, 8, training))
    held = list(zip(people.bulk_insert_trainings(rows), rows, strict=True))
    people.bulk_insert_attendances(
        {"training_id": made, "staff_id": worker, "hours": 4, "received_at": row["received_at"]}
        for made, row in held
        if draw.random() < 0.5
    )
    people.bulk_insert_headcounts(
        {"training_id": made, "audience": "OTHER", "persons": 9, "received_at": row["received_at"]}
        for made, row in held
        if draw.random() < 0.5
    )
    people.bulk_insert_internships(maker.each(stations, 1, intern))
    people.bulk_insert_publicity(maker.each(stations, 12, piece))


def write_cultivated(maker: Any, stations: list[Station]) -> None:
    """Two certified persons outside the network a station."""
    numbers = count(1)

    def outsider(station: Station) -> dict[str, Any]:
        on = maker.day(date(2022, 7, 1), 600)
        return {
            "station_id": maker.place(station),
            "name": "居民",
            "id_number": f"{next(numbers):018d}",
            "level": "ASSISTANT",
            "issued_on": on,
            "way": "REGISTERED",
            "received_at": maker.received(on),
        }

    people.bulk_insert_cultivated(maker.each(stations, 2, outsider))


def persons(step: int) -> list[tuple[int, int]]:
    """Every ``step``-th person on file, with the place of the file."""
    return list(Beneficiary.objects.order_by("pk").values_list("pk", "station_id")[::step])
