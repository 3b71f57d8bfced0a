"""Spare schemas: made ahead, handed out once, never when a migration has left them behind."""

import pytest
from django.db import connection, transaction

from kernel.tenancy import county_context
from stations.network.models import Station
from tenants.domain.county import add_county
from tenants.provisioning import schema
from tenants.provisioning.names import TEMPLATE
from tenants.provisioning.spare import keep_spares, list_spares, ready_spares, take_spare
from tests.tenants.provisioning.schemas import dump, names_of_schemas, outside

LEAVE_BEHIND = (
    f"INSERT INTO {TEMPLATE}.django_migrations (app, name, applied) "
    "VALUES ('network', '9999_later', now())"
)


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_spares_are_made_and_kept_at_their_number(counties, settings):
    settings.SPARE_SCHEMAS = 2

    assert keep_spares() == (2, 0)
    first = ready_spares()
    assert len(first) == 2
    assert keep_spares() == (0, 0)
    assert keep_spares(1) == (0, 1)
    assert ready_spares() == first[:1], "the oldest stays"


def test_without_the_setting_none_is_made(counties):
    assert keep_spares() == (0, 0)
    assert list_spares() == []


def test_a_county_takes_a_spare_by_rename(counties, monkeypatch):
    keep_spares(1)
    monkeypatch.setattr(schema, "read_ddl", None)  # making another one would fail

    add_county(code="510403")

    assert list_spares() == []
    assert "c510403" in names_of_schemas("^c5104")
    with county_context("510403"):
        assert Station.objects.get().name == "西区社会工作服务总站"


def test_a_spare_that_a_migration_left_behind_is_replaced(counties):
    keep_spares(1)
    (old,) = list_spares()
    run(LEAVE_BEHIND)

    assert ready_spares() == []
    assert take_spare("c510403") is False
    assert keep_spares(1) == (1, 1)
    (new,) = ready_spares()
    assert new != old
    assert list_spares() == [new]


def test_without_a_spare_the_county_is_made(counties):
    assert take_spare("c510403") is False
    assert names_of_schemas("^c510403$") == []
    assert add_county(code="510403").state == "ACTIVE"


def test_a_failure_gives_the_spare_back(counties):
    keep_spares(1)
    before = ready_spares()

    with pytest.raises(RuntimeError), transaction.atomic():
        assert take_spare("c510403")
        raise RuntimeError

    assert ready_spares() == before


def test_two_never_get_the_same_spare(counties):
    """Another connection holds the one spare in an open transaction."""
    with outside() as other:
        other.execute("SELECT pg_advisory_lock(hashtextextended('spare_one', 0))")
        run("CREATE SCHEMA spare_one")
        run(f"CREATE TABLE spare_one.django_migrations AS TABLE {TEMPLATE}.django_migrations")
        assert ready_spares() == ["spare_one"]

        assert take_spare("c510403") is False

        other.execute("SELECT pg_advisory_unlock_all()")
        assert take_spare("c510403") is True


@pytest.mark.django_db(transaction=True)
def test_a_spare_handed_out_is_dumped_like_the_template(counties, settings):
    settings.SPARE_SCHEMAS = 1
    from tenants.tasks import keep_spares as task

    task()
    try:
        with transaction.atomic():
            assert take_spare("c990001")
        assert dump("c990001") == dump(TEMPLATE)
    finally:
        schema.drop_schema("c990001")
