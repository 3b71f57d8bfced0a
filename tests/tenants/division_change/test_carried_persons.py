"""Persons of a township that goes to another county: due, warned of and counted at one place."""

from collections.abc import Callable
from datetime import date

import pytest

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.accounts.models import User
from kernel.crypto import blind_index
from kernel.tenancy import county_context
from kernel.workdays.clock import frozen
from stations.casework.models import Beneficiary, DiscoveryLead
from stations.casework.queries.alert import alerts
from stations.casework.queries.due import due_list, level_counts
from stations.network.models import Station
from tenants.domain.division_change import carry_out, propose_change
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.network import make_network
from tests.fixtures.records import add_lead, belongs, file_person, set_level, visit

pytestmark = pytest.mark.django_db

DAY, NOW = date(2026, 5, 1), date(2026, 11, 30)
TOWN, NEW = "510421100", "510402201"
CAME, HERE = f"{OTHER}-S001", f"{COUNTY}-S001"
NUMBER = "510421195001010013"
KNOWN = {"id_number": NUMBER, "name": "张某"}


@pytest.fixture
def carry(counties: None, official: Callable[..., User]) -> Callable[[], None]:
    operator = actor_of(official("PLATFORM"))
    make_network()
    make_network(OTHER)

    def do() -> None:
        change = propose_change(
            actor=operator,
            kind="TRANSFER",
            effective_on=DAY,
            predecessors=[TOWN],
            successors=[(NEW, "攀莲镇")],
        )
        with frozen(date(2026, 6, 15)):
            carry_out(actor=operator, change=change)

    return do


def filed(county: str, code: str, **given) -> Beneficiary:
    """张某 on file at a place of a county, by the number that both know."""
    with county_context(county):
        given = KNOWN | {"id_number_index": blind_index(NUMBER)} | given
        since = given.pop("on", date(2025, 1, 1))
        return file_person(Station.objects.get(code=code), since, **given)


def served(county: str, code: str) -> Beneficiary:
    """Visited each month at level 3 from the year's beginning until the change."""
    person = filed(county, code, division_code=f"{TOWN}001", phone="13900000000")
    with county_context(county):
        set_level(person, 3, date(2026, 1, 1))
        belongs(person, "elder.EMPTY_NEST", date(2026, 1, 1))
        for month in range(1, 5):
            visit(person, date(2026, month, 10))
    return person


def due_at(county: str) -> list[tuple]:
    with county_context(county), frozen(NOW):
        rows = due_list(Actor.system(county), NOW, 30)[:]
        return [(row.name, row.place, row.level) for row in rows]


def visits_at(county: str, code: str) -> list[tuple]:
    """Levels at which visits were due in the year, with those made."""
    with county_context(county), frozen(NOW):
        counts = level_counts(Station.objects.get(code=code), NOW)
    return [(one.level, one.due, one.done) for one in counts if one.due]


def test_the_county_left_waits_for_nobody(
    carry: Callable[[], None], member: Callable[..., User]
) -> None:
    served(OTHER, CAME)
    with county_context(OTHER):
        add_lead(Station.objects.get(code=CAME), date(2026, 4, 20))
    carry()

    assert (due_at(OTHER), due_at(COUNTY)) == ([], [("张某", CAME, 3)])
    assert visits_at(OTHER, CAME) == [("3", 4, 4)]
    assert visits_at(COUNTY, CAME) == [("3", 11, 4)]
    with county_context(OTHER):
        person = Beneficiary.objects.get()
        assert (person.closed_on, person.closed_reason) == (DAY, "OTHER_SERVICE")
        assert not person.categories.filter(valid_to=None).exists()
        assert DiscoveryLead.objects.get().state == "DISMISSED"
        with frozen(NOW):
            assert not list(alerts(actor_of(member("BUREAU", county=OTHER))))
    with county_context(COUNTY):
        assert DiscoveryLead.objects.get().state == "NEW"


def test_what_began_in_the_county_left_after_the_day_does_not_run_on(
    carry: Callable[[], None],
) -> None:
    person = filed(OTHER, CAME, on=date(2026, 6, 1))
    with county_context(OTHER):
        set_level(person, 1, date(2026, 6, 1))
    carry()

    assert (visits_at(OTHER, CAME), due_at(OTHER)) == ([], [])
    with county_context(OTHER):
        assert Beneficiary.objects.get().closed_on == date(2026, 6, 1)


def test_a_file_closed_in_one_county_goes_on_where_the_person_is_served(
    carry: Callable[[], None],
) -> None:
    """Who had moved from one county's town to the other's is lost on no list."""
    filed(COUNTY, HERE, closed_on=date(2025, 6, 1), closed_reason="MOVED", address="旧址")
    served(OTHER, CAME)
    carry()

    with county_context(COUNTY):
        person = Beneficiary.objects.get()
        assert (person.station.code, person.closed_on, person.closed_reason) == (CAME, None, "")
        assert (person.division_code, person.phone) == (f"{NEW}001", "13900000000")
        assert person.address == "旧址"
    assert due_at(COUNTY) == [("张某", CAME, 3)]


def test_a_file_open_in_one_county_alone_stays_as_it_was(carry: Callable[[], None]) -> None:
    person = served(COUNTY, HERE)
    filed(OTHER, CAME, closed_on=date(2025, 6, 1), closed_reason="MOVED")
    carry()

    with county_context(COUNTY):
        kept = Beneficiary.objects.get()
        assert (kept.pk, kept.station.code, kept.closed_on) == (person.pk, HERE, None)
    assert due_at(COUNTY) == [("张某", HERE, 3)]


@pytest.mark.parametrize(("own", "expected"), [(None, 3), (4, 4)])
def test_whom_both_serve_is_due_at_the_place_of_the_file_alone(
    carry: Callable[[], None], own: int | None, expected: int
) -> None:
    person = filed(COUNTY, HERE)
    if own:
        with county_context(COUNTY):
            set_level(person, own, date(2026, 2, 1))
    served(OTHER, CAME)
    carry()

    assert due_at(COUNTY) == [("张某", HERE, expected)]
    assert visits_at(COUNTY, CAME) == [("3", 4, 4)]
    [(level, _due, done)] = visits_at(COUNTY, HERE)
    assert (level, done) == (str(expected), 0)


def test_villages_go_along_with_what_names_them(carry: Callable[[], None]) -> None:
    filed(OTHER, CAME, division_code=f"{TOWN}001")
    with county_context(OTHER):
        add_lead(Station.objects.get(code=CAME), division_code=f"{TOWN}001")
    carry()

    with county_context(COUNTY):
        for table in (Beneficiary, DiscoveryLead):
            assert table.objects.get().division_code == f"{NEW}001"
    with county_context(OTHER):
        assert Beneficiary.objects.get().division_code == f"{TOWN}001"
