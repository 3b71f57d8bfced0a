"""The search_path guard: a statement in another schema never runs."""

from contextlib import suppress

import psycopg
import pytest
from django.db import connection, transaction
from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantWrapper

from kernel.access.models import Membership
from kernel.tenancy import county_context, current_county
from kernel.tenancy.backend.guard import WrongSearchPath
from tests.conftest import COUNTY_CODE, OTHER_CODE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other_path(county):
    """A path that somebody moved behind the backend's back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    raw: psycopg.Connection = connection.connection
    raw.execute(f"SET search_path = c{OTHER_CODE}, public")
    yield
    connection.close()


def test_execute_in_another_schema_runs_nothing(other_path):
    with pytest.raises(WrongSearchPath):
        list(Membership.objects.all())


def test_executemany_in_another_schema_runs_nothing(other_path):
    with connection.cursor() as cursor, pytest.raises(WrongSearchPath):
        cursor.executemany("SELECT %s", [(1,), (2,)])


def test_copy_in_another_schema_runs_nothing(other_path):
    with connection.cursor() as cursor, pytest.raises(WrongSearchPath):
        cursor.copy("COPY access_membership TO STDOUT")


def test_named_cursor_in_another_schema_runs_nothing(other_path):
    with pytest.raises(WrongSearchPath):
        list(Membership.objects.iterator(chunk_size=1))


def test_connection_is_given_up_after_a_mismatch(other_path):
    with pytest.raises(WrongSearchPath):
        list(Membership.objects.all())

    assert connection.connection is None or connection.connection.closed


@pytest.fixture
def sets(monkeypatch):
    """The path before each SET that is sent."""
    sent = []
    plain = TenantWrapper._handle_search_path

    def noted(self, cursor=None):
        sent.append(self.connection.info.parameter_status("search_path"))
        plain(self, cursor)

    monkeypatch.setattr(TenantWrapper, "_handle_search_path", noted)
    return sent


def test_a_path_that_stands_so_already_is_not_set_again(county, sets):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    sets.clear()
    with county_context(COUNTY_CODE):  # as the next request to the same county
        assert list(Membership.objects.all()) == []

    assert sets == []


def test_a_path_of_another_county_is_set_before_the_first_statement(county, sets):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    sets.clear()
    with county_context(OTHER_CODE), connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        assert cursor.fetchone() == (f"c{OTHER_CODE}, public",)

    assert sets[0] == f"c{COUNTY_CODE}, public"


def test_a_path_that_a_rollback_takes_back_is_set_again(county, sets):
    """The server reports the path that it has after a rollback, not the one last set."""
    with suppress(ZeroDivisionError), transaction.atomic(), county_context(OTHER_CODE):
        Membership.objects.exists()
        raise ZeroDivisionError
    with county_context(OTHER_CODE), connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        assert cursor.fetchone() == (f"c{OTHER_CODE}, public",)


def test_county_context_returns_to_where_it_was(county):
    with county_context(OTHER_CODE):
        assert current_county() == OTHER_CODE

    assert current_county() == COUNTY_CODE


def test_foreign_keys_are_not_deferrable(county):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND condeferrable")
        assert cursor.fetchone()[0] == 0
