"""What each station agreed with a purchaser for the year, and whom it serves so."""

from datetime import date, datetime, time
from typing import Any

from kernel.workdays.clock import ZONE
from stations.casework.models import Beneficiary, BeneficiaryCategory
from stations.network.models import Station
from stations.projects.models import Project, ProjectGoal, ProjectTarget

ALONE = "elder.ALONE"
STARTS, ENDS = date(2022, 11, 1), date(2023, 10, 31)
IN_TIME = {"received_at": datetime.combine(STARTS, time(12), ZONE)}


def write_projects(stations: list[Station]) -> None:
    """A project a station, for every third person on file, that counts visits, calls and cases."""
    persons = Beneficiary.objects.order_by("pk").values_list("pk", flat=True)[::3]
    BeneficiaryCategory.objects.bulk_create(
        [BeneficiaryCategory(**belongs(person)) for person in persons], batch_size=1000
    )
    projects = Project.objects.bulk_create([Project(**agreed(place.pk)) for place in stations])
    goals = ProjectGoal.objects.bulk_create(
        [ProjectGoal(project=project, title="有人陪伴", **IN_TIME) for project in projects]
    )
    ProjectTarget.objects.bulk_create(
        ProjectTarget(project=goal.project, goal=goal, measure=measure, amount=amount, **IN_TIME)
        for goal in goals
        for measure, amount in (("VISIT", 900), ("CALL", 100), ("CASE", 20))
    )


def belongs(person: int) -> dict[str, Any]:
    facts = {"category": ALONE, "source": "DISCOVERY", "valid_from": STARTS}
    return {"beneficiary_id": person, **facts, **IN_TIME}


def agreed(station: int) -> dict[str, Any]:
    facts = {"name": "银龄守护", "purchaser": "县民政局", "kinds": [ALONE]}
    return {"station_id": station, "starts_on": STARTS, "ends_on": ENDS, **facts, **IN_TIME}
