"""A township, or a whole county, goes to another county with its places and records."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from evaluation.rollup.queries.coverage import coverage
from kernel.access.actor import Actor
from kernel.access.domain.membership import revoke
from kernel.access.models import Membership
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.audit.models import Entry
from kernel.crypto import blind_index
from kernel.errors import Conflict
from kernel.files.domain import open_file
from kernel.files.models import StoredFile
from kernel.tenancy import county_context
from kernel.workdays.clock import today
from stations.casework.models import Beneficiary, Visit
from stations.community.models import StationMap
from stations.network.models import Station, StationState
from stations.people.models import Staff
from tenants.domain.division_change import carry_out, preview_change, propose_change
from tenants.models import County, CountyEvent, Division, DivisionChange
from tests.fixtures.community import a_map
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.network import make_network

pytestmark = pytest.mark.django_db

DAY, EVE = date(2024, 5, 1), date(2024, 4, 30)
TOWN, NEW = "510421100", "510402201"
PLACES = [f"{OTHER}-R001", f"{OTHER}-S001"]


@pytest.fixture
def operator(counties: None, official: Callable[..., User]) -> Actor:
    return actor_of(official("PLATFORM"))


@pytest.fixture
def networks(counties: None) -> None:
    make_network()
    make_network(OTHER)
    with county_context(OTHER):
        station = Station.objects.get(code=PLACES[1])
        person = Beneficiary.objects.create(
            station=station,
            division_code=f"{TOWN}001",
            name="张某",
            id_number="510421195001010013",
            id_number_index=blind_index("510421195001010013"),
            phone="13900000000",
            filed_on=date(2023, 1, 1),
        )
        staff = Staff.objects.create(name="李某", joined_on=date(2022, 1, 1))
        Visit.objects.create(
            beneficiary=person,
            station=station,
            staff=staff,
            planned_on=date(2023, 2, 1),
            note="近况平稳",
        )


def transfer(operator: Actor, on: date = DAY) -> DivisionChange:
    return propose_change(
        actor=operator,
        kind="TRANSFER",
        effective_on=on,
        predecessors=[TOWN],
        successors=[(NEW, "攀莲镇")],
    )


def places(county: str) -> list[tuple]:
    with county_context(county):
        rows = Station.objects.filter(code__in=PLACES).order_by("code")
        return list(rows.values_list("code", "state", "division_code", "path"))


def test_township_goes_with_places_and_records(
    operator: Actor, networks: None, member: Callable[..., User]
) -> None:
    head = member("HEAD", scope_code=PLACES[1], county=OTHER)
    office = member("TOWNSHIP", scope_code=TOWN, county=OTHER)
    with county_context(OTHER):
        uuids = list(Beneficiary.objects.values_list("uuid", flat=True))
        stored = stored_values()

    carry_out(actor=operator, change=transfer(operator))

    hub = f"{COUNTY}-H001"
    assert places(COUNTY) == [
        (PLACES[0], "RUNNING", f"{NEW}001", f"{hub}/{PLACES[1]}/{PLACES[0]}"),
        (PLACES[1], "RUNNING", NEW, f"{hub}/{PLACES[1]}"),
    ]
    assert [row[1] for row in places(OTHER)] == ["MERGED", "MERGED"]
    with county_context(COUNTY):
        person = Beneficiary.objects.get()
        assert (person.uuid, person.id_number, person.phone) == (
            uuids[0],
            "510421195001010013",
            "13900000000",
        )
        assert person.id_number_index == blind_index("510421195001010013")
        assert stored_values() != stored
        visit = Visit.objects.get()
        assert (visit.beneficiary_id, visit.note, visit.staff.name) == (
            person.pk,
            "近况平稳",
            "李某",
        )
        assert actor_of(head).has("HEAD")
        assert [held.scope_code for held in actor_of(office).memberships] == [NEW]
        assert Entry.objects.filter(action="division.carried").count() == 1
    with county_context(OTHER):
        assert not actor_of(head).memberships
        assert not actor_of(office).memberships
        assert Visit.objects.count() == 1  # its history stays where it was made


def test_rights_go_along_with_their_own_days_and_ended_ones_do_not(
    operator: Actor, networks: None, member: Callable[..., User]
) -> None:
    day = today()
    revoked, termed, coming = (
        member("TOWNSHIP", scope_code=TOWN, county=OTHER) for _number in range(3)
    )
    head = member("HEAD", scope_code=PLACES[1], county=OTHER)
    later, last = day + timedelta(days=9), day + timedelta(days=30)
    with county_context(OTHER):
        held = Membership.objects.all()
        revoke(by=Actor.system(OTHER), membership=held.get(user_uuid=revoked.uuid))
        held.filter(user_uuid=termed.uuid).update(valid_to=last)
        held.filter(user_uuid__in=(coming.uuid, head.uuid)).update(valid_from=later)

    carry_out(actor=operator, change=transfer(operator))

    def days(user: User) -> list[tuple]:
        rows = Membership.objects.filter(user_uuid=user.uuid)
        return list(rows.values_list("scope_code", "valid_from", "valid_to"))

    with county_context(COUNTY):
        assert days(revoked) == []
        assert days(termed) == [(NEW, day, last)]
        assert days(coming) == [(NEW, later, None)]
        assert days(head) == [(PLACES[1], later, None)]
    with county_context(OTHER):
        assert not Membership.objects.filter(scope_code=NEW).exists()
        assert not actor_of(termed).memberships


def stored_values() -> tuple:
    return Beneficiary.objects.extra(select={"raw": "id_number"}).values_list(
        "raw", "id_number_index"
    )[0]


def test_old_coverage_stays_and_new_coverage_counts_the_new_county(
    operator: Actor, networks: None
) -> None:
    def counted(code: str, on: date) -> tuple[int, int]:
        total = coverage({"code": code, "name": ""}, on)["total"]["township"]
        return total["due"], total["served"]

    before = counted(COUNTY, EVE), counted(OTHER, EVE)

    carry_out(actor=operator, change=transfer(operator))

    assert (counted(COUNTY, EVE), counted(OTHER, EVE)) == before == ((3, 2), (2, 1))
    assert (counted(COUNTY, DAY), counted(OTHER, DAY)) == ((4, 3), (1, 0))


def test_preview_counts_what_is_carried_and_carries_nothing(
    operator: Actor, networks: None
) -> None:
    shown = preview_change(transfer(operator))

    effects = {one.code: [effect.kind for effect in one.effects] for one in shown.counties}
    assert "carried" in effects[OTHER]
    assert places(COUNTY) == []
    with county_context(COUNTY):
        assert not Beneficiary.objects.exists()
        assert not Staff.objects.exists()


def test_whole_county_is_merged_into_another(operator: Actor, networks: None) -> None:
    change = propose_change(
        actor=operator,
        kind="MERGE",
        effective_on=DAY,
        predecessors=[OTHER],
        successors=[(COUNTY, "")],
    )

    carry_out(actor=operator, change=change)

    assert [row[1] for row in places(COUNTY)] == ["RUNNING", "RUNNING"]
    with county_context(COUNTY):
        assert Station.objects.get(code=f"{OTHER}-H001").state == "MERGED"
        assert Station.objects.filter(level="HUB", state="RUNNING").count() == 1
        assert Visit.objects.count() == 1
        carried = Entry.objects.get(action="division.carried").after
    with county_context(OTHER):
        sealed = Entry.objects.get(seq=carried["chain"]["seq"])
        assert (sealed.digest, sealed.action) == (carried["chain"]["digest"], "division.change")
        open_spans = StationState.objects.filter(valid_to__isnull=True)
        assert {span.state for span in open_spans} == {"MERGED"}
    assert County.objects.get(code=OTHER).state == "LEAVING"
    assert CountyEvent.objects.get(county_code=OTHER, to_state="LEAVING").reason.endswith(
        f"{OTHER} > {COUNTY}"
    )
    assert not Division.objects.filter(code__startswith=OTHER, valid_to__isnull=True).exists()


def test_places_need_a_county_to_go_to(operator: Actor, networks: None) -> None:
    change = propose_change(
        actor=operator,
        kind="TRANSFER",
        effective_on=DAY,
        predecessors=[TOWN],
        successors=[("510403100", "攀莲镇")],
    )

    with pytest.raises(Conflict) as refused:
        carry_out(actor=operator, change=change)

    assert refused.value.code == "no_county"
    assert [row[1] for row in places(OTHER)] == ["RUNNING", "RUNNING"]
    assert not Division.objects.filter(valid_to__isnull=False).exists()


def test_places_do_not_leave_before_they_began(operator: Actor, networks: None) -> None:
    with pytest.raises(Conflict) as refused:
        preview_change(transfer(operator, on=date(2021, 6, 1)))

    assert refused.value.code == "too_early"


def test_person_whom_both_counties_know_becomes_one(operator: Actor, networks: None) -> None:
    with county_context(COUNTY):
        known = Beneficiary.objects.create(
            station=Station.objects.get(code=f"{COUNTY}-S001"),
            division_code="510402001001",
            name="张某",
            id_number="510421195001010013",
            id_number_index=blind_index("510421195001010013"),
            filed_on=date(2023, 1, 1),
        )

    carry_out(actor=operator, change=transfer(operator))

    with county_context(COUNTY):
        assert list(Beneficiary.objects.values_list("pk", flat=True)) == [known.pk]
        assert Visit.objects.get().beneficiary_id == known.pk


def test_a_map_goes_with_its_file_and_no_other_file_does(operator: Actor, networks: None) -> None:
    with county_context(OTHER):
        a_map(Station.objects.get(code=PLACES[1]), text="草场镇的资源")
        a_map(Station.objects.get(code=f"{OTHER}-H001"), text="留在县里的图")

    carry_out(actor=operator, change=transfer(operator))

    with county_context(COUNTY):
        [drawing] = StationMap.objects.all()
        assert (drawing.station.code, StoredFile.objects.count()) == (PLACES[1], 1)
        with open_file(drawing.file) as content:
            assert content.read().decode() == "草场镇的资源"
