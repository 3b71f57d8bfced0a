"""Registrations, trainings, exams, interns, supervisors, and what volunteers were given.

Their chance is their own, so that the other records stay what they are.
"""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.db.models import Max

from deploy.demodata.persons import make_id_number, make_name
from deploy.demodata.plan import StationPlan
from deploy.demodata.times import days_between, received
from stations.network.models import Station
from stations.people.domain import bulk
from stations.people.domain.volunteer_service import certify_service, number_certificate
from stations.people.enums import Step
from stations.people.models import Credential, Staff, Volunteer
from stations.people.numbers import months_after, numbers
from stations.people.queries.volunteer import read_service

# Title, kind, grade, audience, topic, hours: what a county's year of training is made of.
COURSES = (
    ("社会工作基础知识普及培训", "PROFESSIONAL", "GENERAL", "LOCAL", "KNOWLEDGE", 6),
    ("社会工作者职业水平考试考前辅导", "PROFESSIONAL", "GENERAL", "LOCAL", "EXAM", 16),
    ("个案工作实务训练", "PROFESSIONAL", "CERTIFIED", "CERTIFIED", "PRACTICE", 8),
    ("社会工作理论与伦理", "PROFESSIONAL", "CERTIFIED", "CERTIFIED", "THEORY", 8),
    ("政府购买服务项目管理", "ADMINISTRATIVE", "CERTIFIED", "CERTIFIED", "PURCHASE", 6),
    ("居家养老服务技巧", "PROFESSIONAL", "CERTIFIED", "CERTIFIED", "ELDERLY", 6),
    ("督导能力提升班", "PROFESSIONAL", "ADVANCED", "SENIOR", "SUPERVISION", 12),
    ("一线人员情绪支持工作坊", "SUPPORTIVE", "CERTIFIED", "CERTIFIED", "PRACTICE", 4),
)
OTHERS = ("TOWNSHIP_CADRE", "COMMUNITY_WORKER", "PUBLIC_INSTITUTION", "CHARITY_ORG", "VOLUNTEER")
SCHOOLS = ("攀枝花学院社会工作专业", "西南石油大学社会工作系", "四川师范大学社会工作系")
ORGANISATIONS = ("市社会工作协会", "市社会工作指导中心")
DEGREES = ("COLLEGE", "BACHELOR", "BACHELOR", "MASTER")
SPECIALTIES = ("ELDERLY", "CHILDREN", "ASSISTANCE", "DISABILITY", "COMMUNITY", "MENTAL_HEALTH")
ASKING = 6  # of so many volunteers who served, one asks for a certificate of service
# Who applies for the senior level in April hears of the review in the next spring.
SENIOR_REGISTERED, SENIOR_KNOWN = (4, 10), (4, 15)
LEAVING = ("MOVED", "NO_TIME", "OWN_WISH", "HEALTH")
TEAMS = (("银龄互助志愿服务队", "为老服务"), ("童心守护志愿服务队", "儿童服务"))


def fill_staffing(
    station: Station, plan: StationPlan, staff: list[int], first: int, until: date
) -> None:
    """What a station did for its people from the first year on."""
    random = Random(f"staffing {station.code}")
    start = max(date(first, 1, 10), station.opened_on or plan.opened_on)
    _educate(staff, random)
    _register(staff, plan, random, until)
    _train(station, plan, staff, random, start, until)
    _examine(station, staff, random, start, until)
    _apply_as_senior(station, staff, start, until)
    _guide(station, staff, random, start, until)
    _honour(station, random, until)
    _certify_service(station, until)
    _lead_others(station, plan, random, start, until)


def _educate(staff: list[int], random: Random) -> None:
    """Degrees and special fields of the workers."""
    rows = list(Staff.objects.filter(pk__in=staff).order_by("pk"))
    for row in rows:
        row.education = random.choice(DEGREES)
        row.social_work_degree = random.random() < 0.5
        row.major = "社会工作" if row.social_work_degree else "公共管理"
        row.specialty = random.choice(SPECIALTIES)
    Staff.objects.bulk_update(rows, ["education", "social_work_degree", "major", "specialty"])


def _register(staff: list[int], plan: StationPlan, random: Random, until: date) -> None:
    """Within some months of the issue; a weak station lets one lapse."""
    rows = []
    months = numbers().registration_months
    for credential in Credential.objects.filter(staff_id__in=staff).order_by("pk"):
        day = credential.issued_on + timedelta(random.randint(30, 300))
        while day <= until:
            end = months_after(day, months)
            rows.append(
                {
                    "credential_id": credential.pk,
                    "registered_on": day,
                    "valid_from": day,
                    "valid_until": end - timedelta(days=1),
                    "received_at": received(day, 3),
                }
            )
            if random.random() > plan.strength:
                break
            day = end
    bulk.bulk_insert_registrations(rows)


def _train(
    station: Station,
    plan: StationPlan,
    staff: list[int],
    random: Random,
    start: date,
    until: date,
) -> None:
    """A training every six weeks or so; most workers attend, others are counted."""
    held = [
        (day, random.choice(COURSES))
        for day in days_between(start, until, round(60 - 30 * plan.strength))
    ]
    trainings = bulk.bulk_insert_trainings(
        {
            "station_id": station.pk,
            "title": title,
            "kind": kind,
            "grade": grade,
            "audience": audience,
            "topic": topic,
            "held_on": day,
            "hours": Decimal(hours),
            "place": "站内多功能室",
            "trainer": make_name(random) + "老师",
            "received_at": received(day, 1),
        }
        for day, (title, kind, grade, audience, topic, hours) in held
    )
    attendances: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for training, (day, course) in zip(trainings, held, strict=True):
        came = {"training_id": training, "received_at": received(day, 1)}
        attendances += [
            {**came, "staff_id": person, "hours": Decimal(course[5])}
            for person in staff
            if random.random() < 0.4 + 0.5 * plan.strength
        ]
        if course[3] == "LOCAL":
            others += [
                {**came, "audience": audience, "persons": random.randint(3, 30)}
                for audience in random.sample(OTHERS, 2)
            ]
    bulk.bulk_insert_attendances(attendances)
    bulk.bulk_insert_headcounts(others)


def _examine(station: Station, staff: list[int], random: Random, start: date, until: date) -> None:
    """The uncertified register in spring; results come in September."""
    certified = set(
        Credential.objects.filter(staff_id__in=staff).values_list("staff_id", flat=True)
    )
    rows = []
    for year in range(start.year, until.year + 1):
        registered, announced = date(year, 4, 10), date(year, 9, 20)
        for person in sorted(set(staff) - certified):
            if not start <= registered <= until or random.random() < 0.3:
                continue
            known = announced <= until
            rows.append(
                {
                    "staff_id": person,
                    "station_id": station.pk,
                    "year": year,
                    "level": "ASSISTANT",
                    "registered_on": registered,
                    "result": random.choice(("FAILED", "FAILED", "ABSENT")) if known else "WAITING",
                    "result_on": announced if known else None,
                    "received_at": received(registered, 2),
                }
            )
    bulk.bulk_insert_exams(rows)


def _apply_as_senior(station: Station, staff: list[int], start: date, until: date) -> None:
    """One who holds the middle level and no higher one; the review goes on."""
    year = until.year - (until < date(until.year, *SENIOR_KNOWN))
    registered = date(year, *SENIOR_REGISTERED)
    own = Credential.objects.filter(staff_id__in=staff, issued_on__lt=registered)
    seniors = own.filter(level="SENIOR").values("staff_id")
    holder = own.filter(level="WORKER").exclude(staff_id__in=seniors).order_by("issued_on").first()
    if holder is not None and start <= registered <= until:
        row = {
            "staff_id": holder.staff_id,
            "station_id": station.pk,
            "year": year,
            "level": "SENIOR",
            "registered_on": registered,
            "result": "WAITING",
            "result_on": None,
            "received_at": received(registered, 2),
        }
        bulk.bulk_insert_exams([row])


def _guide(station: Station, staff: list[int], random: Random, start: date, until: date) -> None:
    """Three supervisors, and students in the summers."""
    bulk.bulk_insert_supervisors(
        {
            "station_id": station.pk,
            "name": "督导" + letter,
            "organisation": random.choice(ORGANISATIONS),
            "is_senior": letter != "丙",
            "valid_from": start,
            "valid_to": None,
            "received_at": received(start),
        }
        for letter in "甲乙丙"
    )
    summers = [year for year in range(start.year, until.year + 1) if date(year, 7, 5) >= start]
    bulk.bulk_insert_internships(
        {
            "station_id": station.pk,
            "student_name": make_name(random),
            "school": random.choice(SCHOOLS),
            "kind": random.choice(("STUDENT", "STUDENT_VOLUNTEER")),
            "mentor_id": random.choice(staff),
            "valid_from": date(year, 7, 5),
            "valid_to": date(year, 9, 1) if date(year, 9, 1) <= until else None,
            "received_at": received(date(year, 7, 5)),
        }
        for year in summers
        if date(year, 7, 5) <= until
    )


def _honour(station: Station, random: Random, until: date) -> None:
    """Stars and judgements at a year's end, and two teams of those who came first."""
    rows = Volunteer.objects.filter(station_id=station.pk).order_by("registered_on", "pk")
    people = list(rows.values_list("pk", "registered_on"))
    awards, appraisals = [], []
    for person, since in people:
        day = date(since.year, 12, 5)
        if day > until or day < since:
            continue
        came = {"volunteer_id": person, "received_at": received(day, 2)}
        result = random.choice(("EXCELLENT", "GOOD", "GOOD", "FAIR"))
        appraisals.append({**came, "result": result, "appraised_on": day, "note": ""})
        if result == "EXCELLENT":
            star = {"kind": "STAR", "title": "星级志愿者", "given_by": station.name}
            awards.append({**came, **star, "awarded_on": day})
    bulk.bulk_insert_appraisals(appraisals)
    bulk.bulk_insert_awards(awards)
    _team_up(station, people, _let_leave(people, until), until)


def _certify_service(station: Station, until: date) -> None:
    """A certificate of service for some of those who served, a month after their last service."""
    served = Volunteer.objects.filter(station_id=station.pk, steps__step=Step.USE)
    people = served.annotate(last_on=Max("steps__done_on")).order_by("last_on", "pk")
    issued: Counter[int] = Counter()
    rows = []
    for person in list(people.select_related("station"))[::ASKING]:
        day = min(person.last_on + timedelta(days=30), until)
        issued[day.year] += 1
        number = number_certificate(station.code, day.year, issued[day.year])
        said = certify_service(read_service(person, person.registered_on, day), number)
        rows.append(
            {"volunteer_id": person.pk, "issued_on": day, "received_at": received(day), **said}
        )
    bulk.bulk_insert_certificates(rows)


def _let_leave(people: list[tuple[int, date]], until: date) -> dict[int, dict[str, Any]]:
    """One in nine leaves in the spring after, some of them until the autumn: each leaving by its
    volunteer, with its id."""
    rows: list[dict[str, Any]] = []
    for index, (person, since) in enumerate(people):
        left = date(since.year + 1, 2, 10) + timedelta(days=index)
        if index % 9 == 4 and left <= until:
            back = left + timedelta(days=200) if index % 27 == 4 else None
            rows.append(
                {
                    "volunteer_id": person,
                    "reason": LEAVING[index % len(LEAVING)],
                    "valid_from": left,
                    "valid_to": back if back and back <= until else None,
                    "received_at": received(left, 3),
                }
            )
    ids = bulk.bulk_insert_departures(rows)
    return {row["volunteer_id"]: {**row, "id": key} for row, key in zip(rows, ids, strict=True)}


def _team_up(
    station: Station,
    people: list[tuple[int, date]],
    gone: dict[int, dict[str, Any]],
    until: date,
) -> None:
    """Two teams; who left the station left the team with it."""
    if not people:
        return
    founded = people[0][1]
    teams = bulk.bulk_insert_teams(
        {
            "station_id": station.pk,
            "name": name,
            "field": field,
            "valid_from": founded,
            "valid_to": None,
            "received_at": received(founded),
        }
        for name, field in TEAMS
    )
    bulk.bulk_insert_team_members(
        {
            "team_id": teams[index % len(teams)],
            "volunteer_id": person,
            "leads": index < len(teams),
            "valid_from": since,
            "valid_to": gone[person]["valid_from"] if person in gone else None,
            "left_reason": gone[person]["reason"] if person in gone else "",
            "left_with_id": gone[person]["id"] if person in gone else None,
            "received_at": received(since),
        }
        for index, (person, since) in enumerate(people[:24])
        if since <= until
    )


def _lead_others(
    station: Station, plan: StationPlan, random: Random, start: date, until: date
) -> None:
    """A strong station leads community workers, who stay where they are, to the exam."""
    days = [date(year, 9, 25) for year in range(start.year, until.year + 1)]
    bulk.bulk_insert_cultivated(
        {
            "station_id": station.pk,
            "name": make_name(random),
            "id_number": make_id_number(random, station.division_code[:6], 1975, 2000),
            "level": "ASSISTANT",
            "number": f"{day.year}DEMO{random.randint(0, 99999999):08d}",
            "issued_on": day,
            "way": "TRAINED",
            "hours": Decimal(random.choice((20, 24, 32))),
            "received_at": received(day, 20),
        }
        for day in days
        if start <= day <= until and random.random() < plan.strength
    )
