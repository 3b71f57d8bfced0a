"""The product's main paths, on plain PostgreSQL and on Citus: the same tests on both.

On Citus (CITUS_URL, docs/operations.md) they first make sure that the county really lies
on a worker: a test database without the extension would be plain PostgreSQL, silently.
"""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from evaluation.rollup.domain.verify import verify_county
from evaluation.rollup.models import StationSpan
from evaluation.rollup.queries.target import targets
from kernel.access.actor import Actor
from stations.network.domain.station import change_state
from stations.network.models import ServiceArea, Station
from tests.fixtures.network import make_network, make_station

pytestmark = pytest.mark.django_db
COUNTY = {"code": "510402", "name": "东区"}


@pytest.fixture(params=["plain", pytest.param("citus", marks=pytest.mark.citus)])
def server(request, county):
    """Stand in 510402 on a server of this kind."""
    if request.param == "citus":
        with connection.cursor() as cursor:
            cursor.execute("SELECT schema_name::text FROM citus_schemas ORDER BY 1")
            distributed = [name for (name,) in cursor.fetchall()]
        assert "c510402" in distributed, "the county is not distributed: this is plain PostgreSQL"
    return request.param


def test_a_broken_reference_is_told_at_the_statement_with_its_class(server):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ServiceArea.objects.create(
            station_id=10**9, division_code="510402001", valid_from=date(2024, 1, 1)
        )
        pytest.fail("the foreign key was deferred")

    assert refused.value.__cause__.sqlstate == "23503"
    assert ServiceArea.objects.filter(station_id=10**9).count() == 0


def test_a_double_names_its_constraint_within_the_message(server):
    """Equality would fail: Citus adds the number of the shard to the name."""
    station = make_station(service_divisions=["510402001"])
    area = ServiceArea.objects.get(station=station)

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ServiceArea.objects.create(
            station=station, division_code=area.division_code, valid_from=area.valid_from
        )

    assert refused.value.__cause__.sqlstate == "23505"
    assert "servicearea_one_open" in str(refused.value)


def test_parents_come_first_and_go_last(server):
    station = make_station(service_divisions=["510402001"])

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM network_station WHERE id = %s", [station.pk])

    assert Station.objects.filter(pk=station.pk).count() == 1


def test_the_roll_up_is_written_with_the_county_and_undone_with_it(server):
    make_network()
    before = targets(COUNTY, 2025)["total"]["station"]["actual"]
    station = Station.objects.filter(level="STATION").first()

    with transaction.atomic():
        change_state(
            actor=Actor.system("510402"),
            station=station,
            state="SUSPENDED",
            on=date(2025, 5, 1),
            reason="修缮",
        )
        during = targets(COUNTY, 2025)["total"]["station"]["actual"]
        transaction.set_rollback(True)

    assert (before, during) == (2, 1)
    assert targets(COUNTY, 2025)["total"]["station"]["actual"] == 2
    assert verify_county() == []


def test_the_county_is_a_parameter_never_asked_of_the_server(server):
    """A worker evaluates current_schema() as public: rule R1."""
    make_station()

    assert connection.schema_name == "c510402"
    assert set(StationSpan.objects.values_list("county_code", flat=True)) == {"510402"}


def test_an_error_is_a_database_error_whatever_its_class(server):
    """A value that is too long is DataError here, InternalError between tables on Citus."""
    with pytest.raises(DatabaseError), transaction.atomic():
        Station.objects.filter(level="HUB").update(code="x" * 400)
