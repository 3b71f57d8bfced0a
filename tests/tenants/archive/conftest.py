"""An archive of 510402 with a whole cycle in it, made once for all tests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from evaluation.rollup.domain.verify import verify_county
from kernel.access.actor import Actor
from kernel.audit.domain import seal_chain
from kernel.tenancy import county_context
from stations.network.models import Station
from tenants.archive.export import export_county
from tenants.archive.files import drop_files
from tenants.archive.parts import Manifest
from tenants.domain.county import add_county
from tenants.models import County, Division
from tests.fixtures.community import a_map
from tests.fixtures.counties import COUNTY, empty_everything, make_counties
from tests.fixtures.cycles import bring, freeze_town, make_town, standing_in
from tests.fixtures.people import make_member
from tests.fixtures.records import a_case, agree, file_person, visit
from tests.tenants.archive.answers import ask_everything, ask_province, read_digests

PASSPHRASE = "正确的马 电池 订书钉 2026 archive"


@dataclass(frozen=True)
class Packed:
    """The archive, and what the county answered to every question when it was made."""

    file: Path
    manifest: Manifest
    user: str
    answers: dict[str, Any]
    province: dict[str, Any]
    digests: dict[str, Any]


@pytest.fixture(scope="session")
def packed(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Packed:
    file = tmp_path_factory.mktemp("archive") / "510402.qzc"
    with django_db_blocker.unblock():
        empty_everything()
        make_counties()
        with county_context(COUNTY):
            town = freeze_town(make_town())
            with standing_in(town):
                bring(town, "FINAL")
                bring(town, "REVIEWING", "S002")
            record_work(town.stations["S001"])
            seal_chain()
            verify_county(repair=True)
        bureau = town.users["bureau"]
        make_member("HEAD", user=bureau)  # who may purge is told of the texts there are
        answers = ask_everything(COUNTY, bureau)
        province, digests = ask_province(COUNTY), read_digests(COUNTY)
        system = Actor.system(None)
        manifest = export_county(code=COUNTY, to=file, passphrase=PASSPHRASE, actor=system)
        empty_everything()
    return Packed(file, manifest, bureau.username, answers, province, digests)


def record_work(station: Station) -> None:
    """An object of each kind of casework that the API answers about."""
    person = file_person(station)
    agree(person)
    visit(person, date(2023, 5, 4))
    a_case(person)
    a_map(station)


@pytest.fixture
def made_county(counties: None) -> Iterator[Callable[[], County]]:
    """Makes 510403 from the template; it is gone after the test."""

    def make() -> County:
        Division.objects.create(
            code="510403001", level="TOWNSHIP", name="清香坪街道", parent_code="510403",
            valid_from="2020-01-01",
        )  # fmt: skip
        return add_county(code="510403")

    yield make
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS c510403 CASCADE")
    drop_files("510403")
