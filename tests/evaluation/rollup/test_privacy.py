"""Public roll-up tables hold figures of stations and counties, nothing of a person."""

from django.apps import apps
from django.db import models

# Every column there is; a new one is weighed here before it is added.
COLUMNS = {
    "rollup_cell": {
        *("id", "code", "name", "public_key", "position"),
        *("registered_at", "seen_at", "received_at"),
    },
    "rollup_cellcounty": {"id", "county_code", "tags", "is_trial"},
    "rollup_upstream": {
        *("id", "slot", "sequence", "sent", "acknowledged"),
        *("next_try_at", "failures", "error", "pushed_at"),
    },
    "rollup_upstreamunit": {"id", "county_code", "part", "digest", "version", "sequence"},
    "rollup_countyperiod": {
        *("id", "county_code", "year", "target_hub", "target_station", "target_room", "as_of"),
        *("evaluated", "evaluated_at", "counters", "counted_at"),
    },
    "rollup_stationspan": {
        *("id", "county_code", "station_code", "level", "division_code"),
        *("valid_from", "valid_to", "as_of"),
    },
    "rollup_stationyear": {
        # ``name`` is the station's.
        *("id", "county_code", "station_code", "name", "level", "division_code", "year"),
        *("evaluation_uuid", "state", "due_on", "reported", "on_time", "total", "grade", "areas"),
        *("rubric_id", "rubric_version", "rubric_digest", "as_of"),
    },
}


def tables() -> list[type[models.Model]]:
    return list(apps.get_app_config("rollup").get_models())


def test_columns_are_these_and_no_others():
    found = {
        model._meta.db_table: {one.column for one in model._meta.concrete_fields}
        for model in tables()
    }

    assert found == COLUMNS


def test_nothing_refers_to_another_table():
    """Neither into a county's schema nor out of one (rule R3)."""
    relations = [
        field.name for model in tables() for field in model._meta.get_fields() if field.is_relation
    ]

    assert relations == []
