"""verify_rollups: equal, different, repaired; and what it does before it compares."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from evaluation.rollup.domain.follow import COUNT_RECORDS
from evaluation.rollup.models import CountyPeriod, StationSpan, StationYear
from kernel.hooks import records_changed
from kernel.jobs.models import Job
from kernel.tenancy import county_context
from stations.network.domain.target import set_target
from tests.evaluation.rollup.rows import make_spans, make_year
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.network import make_network

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(system):
    """Places and targets in two counties; one stands in the first."""
    make_network(OTHER)
    places = make_network(COUNTY)
    set_target(actor=system, year=2021, level="STATION", target=4)
    return places


def verify(*arguments: str) -> tuple[int, list[str]]:
    """Exit code and lines of the command."""
    out = StringIO()
    code = 0
    with county_context(None):
        try:
            call_command("verify_rollups", *arguments, stdout=out)
        except CommandError as error:
            code = error.returncode
    return code, out.getvalue().splitlines()


def test_equal(network):
    assert verify() == (0, ["2 counties: all equal"])


@pytest.mark.parametrize(
    ("table", "only", "values", "line"),
    [
        (
            StationSpan,
            {"station_code": "510402-S001", "division_code": ""},
            {"valid_to": date(2025, 1, 1)},
            "rollup_stationspan county=510402 station_code=510402-S001 division_code= "
            "valid_from=2021-06-01 column=valid_to public=2025-01-01 county_value=None",
        ),
        (
            StationSpan,
            {"station_code": "510421-R001", "division_code": ""},
            {"level": "STATION"},
            "rollup_stationspan county=510421 station_code=510421-R001 division_code= "
            "valid_from=2021-06-01 column=level public=STATION county_value=ROOM",
        ),
        (
            CountyPeriod,
            {"county_code": "510402"},
            {"target_station": 5},
            "rollup_countyperiod county=510402 year=2021 column=target_station public=5 "
            "county_value=4",
        ),
        (
            CountyPeriod,
            {"county_code": "510402"},
            {"counters": {"visits": 3}},
            "rollup_countyperiod county=510402 year=2021 column=counters public={'visits': 3} "
            "county_value={}",
        ),
    ],
)
def test_one_figure_changed_by_hand_is_found_and_repaired(network, table, only, values, line):
    assert table.objects.filter(**only).update(**values) == 1

    assert verify() == (1, [line])
    assert verify("--repair") == (0, [line, "2 counties: 1 differences repaired"])
    assert verify() == (0, ["2 counties: all equal"])


def test_a_missing_row_and_one_too_many(network):
    StationSpan.objects.filter(station_code="510402-S002", division_code="").delete()
    make_year("510421-S001", total="90", grade="EXCELLENT")

    sums = CountyPeriod.objects.get(county_code=OTHER, year=2025).evaluated

    code, lines = verify()

    assert code == 1
    assert lines == [
        "rollup_stationspan county=510402 station_code=510402-S002 division_code= "
        "valid_from=2021-06-01 column=(row) public=absent county_value=present",
        "rollup_stationyear county=510421 station_code=510421-S001 year=2025 "
        "column=(row) public=present county_value=absent",
        "rollup_countyperiod county=510421 year=2025 column=evaluated "
        f"public={sums} county_value={{}}",
    ]
    assert verify("--repair")[0] == 0
    assert verify() == (0, ["2 counties: all equal"])
    assert StationYear.objects.count() == 0


def test_one_county_only(network):
    StationSpan.objects.filter(county_code=OTHER).update(level="HUB")

    assert verify("--county", COUNTY) == (0, ["1 counties: all equal"])
    assert verify("--county", OTHER)[0] == 1


def test_rows_of_a_county_that_is_no_tenant(network):
    make_spans("510499-S001", ["510499001"])

    line = (
        "rollup_stationspan county=510499 all rows column=(row) public=present "
        "county_value=no such county"
    )
    assert verify() == (1, [line])
    assert verify("--repair")[0] == 0
    assert verify() == (0, ["2 counties: all equal"])


def test_counters_that_wait_to_be_counted_are_counted_first(network):
    records_changed.call()
    CountyPeriod.objects.filter(county_code=COUNTY).update(counters={"visits": 3})
    assert Job.objects.filter(kind=COUNT_RECORDS).count() == 1

    assert verify() == (0, ["2 counties: all equal"])
    assert CountyPeriod.objects.get(county_code=COUNTY).counters == {}


def test_an_unknown_county_is_refused(network):
    with county_context(None), pytest.raises(CommandError, match="510499 is no county"):
        call_command("verify_rollups", "--county", "510499", stdout=StringIO())
