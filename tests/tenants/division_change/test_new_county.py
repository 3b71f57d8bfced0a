"""A new county is made from places of others: it is a tenant with them from its first day."""

from collections.abc import Callable
from datetime import date

import pytest

from evaluation.rollup.queries.coverage import coverage
from evaluation.rollup.queries.target import targets
from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.audit.models import Entry
from kernel.audit.queries.entry import find_breaks
from kernel.tenancy import county_context
from stations.network.models import ServiceArea, Station, StationState
from tenants.domain.division_change import carry_out, preview_change, propose_change
from tenants.models import County, CountyEvent, Division, DivisionChange
from tests.fixtures.clients import client_for
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.network import make_network

pytestmark = [pytest.mark.django_db]

DAY, EVE = date(2024, 5, 1), date(2024, 4, 30)
NEW = "510405"
TOWN, TOWN_OF_OTHER = "510402002", "510421100"
DISTRICT = {"code": "5104", "name": ""}


@pytest.fixture
def operator(counties: None, official: Callable[..., User]) -> Actor:
    make_network()
    make_network(OTHER)
    return actor_of(official("PLATFORM"))


def propose(operator: Actor) -> DivisionChange:
    return propose_change(
        actor=operator,
        kind="NEW_COUNTY",
        effective_on=DAY,
        predecessors=[TOWN, TOWN_OF_OTHER],
        successors=[(NEW, "新城区")],
        document="国函〔2024〕1号",
    )


def covered(on: date) -> dict[str, tuple[int, int]]:
    rows = coverage(DISTRICT, on)["rows"]
    found = {row["code"]: (row["township"]["due"], row["township"]["served"]) for row in rows}
    return {code: found[code] for code in (COUNTY, OTHER, NEW) if code in found}


def test_preview_shows_the_county_and_makes_none(operator: Actor) -> None:
    shown = preview_change(propose(operator))

    assert [one.code for one in shown.counties] == [COUNTY, NEW, OTHER]
    begun = [(row.code, row.name, row.assumed) for row in shown.plan.begun]
    assert begun == [
        (NEW, "新城区", False),
        (f"{NEW}002", "炳草岗街道", True),
        (f"{NEW}002001", "湖光社区居民委员会", True),
        (f"{NEW}100", "攀莲镇", True),
        (f"{NEW}100001", "城南社区居民委员会", True),
    ]
    assert not County.objects.filter(code=NEW).exists()
    assert not Division.objects.filter(code__startswith=NEW).exists()


def test_new_county_begins_with_its_places(operator: Actor, member: Callable[..., User]) -> None:
    head = member("HEAD", scope_code=f"{COUNTY}-S002")
    before = covered(EVE)

    carry_out(actor=operator, change=propose(operator))

    county = County.objects.get(code=NEW)
    assert (county.name, county.state, county.is_trial) == ("新城区", "ACTIVE", False)
    events = CountyEvent.objects.filter(county_code=NEW).order_by("id")
    assert list(events.values_list("to_state", "reason")) == [
        ("PROVISIONING", f"国函〔2024〕1号 {DAY}"),
        ("ACTIVE", ""),
    ]
    assert covered(EVE) == before == {COUNTY: (3, 2), OTHER: (2, 1)}
    assert covered(DAY) == {COUNTY: (2, 1), OTHER: (1, 0), NEW: (2, 2)}
    counted = {row["code"]: row["station"]["actual"] for row in targets(DISTRICT, 2024)["rows"]}
    assert (counted[COUNTY], counted[OTHER], counted[NEW]) == (1, 0, 2)
    assert places(NEW) == [
        (f"{COUNTY}-R002", f"{NEW}002001", "RUNNING", f"{COUNTY}-S002"),
        (f"{COUNTY}-S002", f"{NEW}002", "RUNNING", f"{NEW}-H001"),
        (f"{OTHER}-R001", f"{NEW}100001", "RUNNING", f"{OTHER}-S001"),
        (f"{OTHER}-S001", f"{NEW}100", "RUNNING", f"{NEW}-H001"),
    ]
    with county_context(NEW):
        assert list(find_breaks()) == []
        assert actor_of(head).has("HEAD")
        areas = ServiceArea.objects.exclude(station__level="HUB").order_by("division_code")
        assert list(areas.values_list("division_code", "valid_from")) == [
            (code, DAY) for code in (f"{NEW}002", f"{NEW}002001", f"{NEW}100", f"{NEW}100001")
        ]
    page = client_for(head, NEW).get(f"/network/{COUNTY}-S002/")
    assert page.status_code == 200


def test_county_that_becomes_a_new_one_is_carried_whole(operator: Actor) -> None:
    change = propose_change(
        actor=operator,
        kind="NEW_COUNTY",
        effective_on=DAY,
        predecessors=[OTHER],
        successors=[(NEW, "米易新区")],
    )

    carry_out(actor=operator, change=change)

    assert County.objects.get(code=OTHER).state == "LEAVING"
    with county_context(NEW):
        assert list(find_breaks()) == []
        assert Entry.objects.filter(carried_from=OTHER, action="station.open").count() == 3
        past = StationState.objects.filter(carried_from=OTHER, state="RUNNING")
        assert set(past.values_list("valid_to", flat=True)) == {DAY}
        assert Station.objects.get(code=f"{OTHER}-H001").state == "MERGED"


def places(county: str) -> list[tuple]:
    with county_context(county):
        rows = Station.objects.exclude(level="HUB").order_by("code")
        return list(rows.values_list("code", "division_code", "state", "parent__code"))
