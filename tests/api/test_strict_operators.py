"""The operators' calls refuse what they do not know, as a county's do: a slip in ``dry_run`` would
else migrate every county."""

import pytest

from kernel.operations.models import Operation
from tenants.models import County, CountyEvent
from tests.fixtures.calls import faults
from tests.fixtures.counties import COUNTY

ONE = f"/api/v1/counties/{COUNTY}"
ARCHIVE = {"archive": "510402.qzc", "passphrase": "a-long-passphrase-of-words"}
CALLS = {
    "/api/v1/counties": {"code": "510403"},
    "/api/v1/counties/migrate": {"dry_run": True},
    "/api/v1/counties/province": {"province": "51"},
    "/api/v1/archives/restore": ARCHIVE,
    "/api/v1/cells": {"code": "33", "name": "浙江省", "public_key": "x"},
    "/api/v1/division-changes": {"kind": "RENAME", "effective_on": "2026-12-01"},
    f"{ONE}/suspend": {"reason": "搬迁"},
    f"{ONE}/resume": {},
    f"{ONE}/change-host": {"reason": "搬迁", "host": "new.localhost"},
    f"{ONE}/rehearse": ARCHIVE | {"as_code": "990001"},
}


@pytest.fixture
def post(official, api_client):
    operator = api_client(official("PLATFORM"), "ops")
    return lambda path, body: operator.post(path, data=body, content_type="application/json")


def test_a_slip_in_the_dry_run_migrates_nothing(post):
    refused = post("/api/v1/counties/migrate", {"dryrun": True})

    assert (refused.status_code, faults(refused)) == (422, [("dryrun", "unknown")])
    assert not Operation.objects.exists()


@pytest.mark.parametrize("path", CALLS)
def test_an_unknown_field_is_refused_by_its_name(post, path):
    refused = post(path, CALLS[path] | {"moon": 1})

    assert (refused.status_code, faults(refused)) == (422, [("moon", "unknown")])
    assert not Operation.objects.exists()
    assert County.objects.get(code=COUNTY).state == "ACTIVE"


def test_a_field_below_another_is_named_by_its_place(post):
    body = {"kind": "RENAME", "effective_on": "2026-12-01", "successors": [{"cod": "1"}]}
    refused = post("/api/v1/division-changes", body)

    assert ("successors[0].cod", "unknown") in faults(refused)


def test_a_reason_that_nobody_sees_suspends_nothing(post):
    refused = post(f"{ONE}/suspend", {"reason": "\u200b"})

    assert (refused.status_code, faults(refused)) == (422, [("reason", "blank")])
    assert not CountyEvent.objects.filter(county_code=COUNTY, to_state="SUSPENDED").exists()


@pytest.mark.parametrize("body", [{}, {"province": "51", "text": "code\n510403"}])
def test_one_of_province_and_list_is_asked_for_by_name(post, body):
    refused = post("/api/v1/counties/province", body)

    assert (refused.status_code, faults(refused)) == (422, [("province", "invalid")])
