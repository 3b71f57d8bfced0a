"""A county exported from one installation and restored in another answers the same."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.fixtures.counties import COUNTY
from tests.kernel.jobs.workers import database_url
from tests.tenants.archive.answers import PROVINCE, routes
from tests.tenants.archive.conftest import PASSPHRASE, Packed
from tests.tenants.archive.other import PATIENCE, start

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def second() -> Iterator[str]:
    """Another database on the server, empty; its address."""
    parts = urlsplit(database_url())
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS second_installation WITH (FORCE)")
        server.execute("CREATE DATABASE second_installation")
        yield urlunsplit(parts._replace(path="/second_installation"))
        server.execute("DROP DATABASE second_installation WITH (FORCE)")


def test_every_answer_is_the_same(packed: Packed, second: str, tmp_path: Path) -> None:
    process = start(
        [
            {"do": "command", "args": ["migrate_schemas"], "shared": True, "verbosity": 0},
            {"do": "command", "args": ["restore_county", str(packed.file)], "verbosity": 0},
            {"do": "command", "args": ["verify_audit"]},
            {"do": "command", "args": ["verify_rollups"]},
            {"do": "answers", "county": COUNTY, "user": packed.user},
        ],
        DATABASE_URL=second,
        QIANZHAN_MASTER_KEY="the master key of the second installation",
        QIANZHAN_PASSPHRASE=PASSPHRASE,
        TEST_FILES=str(tmp_path),
    )
    out, _err = process.communicate(timeout=3 * PATIENCE)
    assert process.returncode == 0
    *said, answers = out.splitlines()
    assert said[-1] == "1 counties: all equal"
    expected = [packed.answers, packed.province, packed.digests]
    for found, given in zip(json.loads(answers), expected, strict=True):
        assert found == json.loads(json.dumps(given))


def test_every_path_was_asked_and_had_something_to_say(packed: Packed) -> None:
    """The comparison above is of answers with content: else it would compare refusals."""
    about = [route for route in routes("config.urls_public") if "/province/" in route]
    assert about == sorted(f"api/v1/province/{name}" for name in PROVINCE)
    refused = {path: status for path, (status, _body) in packed.answers.items() if status != 200}
    assert refused == {}
    assert {status for status, _body in packed.province.values()} == {200}
    (row,) = packed.province[
        f"/api/v1/province/evaluations?division={COUNTY}&year=2023&group_by=county"
    ][1]["rows"]
    assert (row["code"], sum(row["grades"].values())) == (COUNTY, 1)
    counts = {name: len(found) for name, found in packed.digests.items()}
    assert min(counts.values()) > 0
