"""citus_prepare: the plan is pure; its statements run here against stand-ins for Citus."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kernel.workdays.models import Workday
from tenants import citus
from tenants.citus import CATALOGUE, PublicTable, plan

NAMED = {
    "django_content_type": PublicTable("django_content_type", (), ("id",)),
    "auth_permission": PublicTable("auth_permission", ("django_content_type",), ("id",)),
    "accounts_user": PublicTable("accounts_user", (), ("id",)),
    "accounts_post": PublicTable("accounts_post", ("accounts_user",), ("id",)),
    "django_session": PublicTable("django_session"),
}
# What Citus would do, as far as the command can see it.
STAND_INS = """
CREATE TABLE citus_called (number int GENERATED ALWAYS AS IDENTITY, call text);
CREATE TABLE citus_tables (table_name regclass, citus_table_type text);
CREATE FUNCTION create_reference_table(name text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO citus_called (call) VALUES ('reference ' || name);
    INSERT INTO citus_tables VALUES (name::regclass, 'reference') $$;
CREATE FUNCTION citus_add_local_table_to_metadata(
    name text, cascade_via_foreign_keys boolean DEFAULT false) RETURNS void LANGUAGE sql AS $$
    INSERT INTO citus_called (call) VALUES ('local ' || name || ' ' || cascade_via_foreign_keys);
    INSERT INTO citus_tables VALUES (name::regclass, 'local') $$;
"""


def test_catalogue_first_parents_before_children_then_the_others_by_group():
    assert plan(NAMED.values()) == [
        "SELECT create_reference_table('public.django_content_type')",
        "SELECT create_reference_table('public.auth_permission')",
        "SELECT citus_add_local_table_to_metadata("
        "'public.accounts_post', cascade_via_foreign_keys => true)",
        "SELECT citus_add_local_table_to_metadata('public.django_session')",
        *(
            f"SELECT setval(pg_get_serial_sequence('public.{name}', 'id'), greatest(max(id) "
            "FILTER (WHERE id < 281474976710656), pg_sequence_last_value("
            f"pg_get_serial_sequence('public.{name}', 'id')::regclass), 1)) FROM public.{name}"
            for name in ("django_content_type", "auth_permission", "accounts_user", "accounts_post")
        ),
    ]


def test_what_is_prepared_is_left_alone_and_a_new_table_is_not():
    done = [
        replace(table, kept="reference" if table.name in CATALOGUE else "local")
        for table in NAMED.values()
    ]

    assert plan(done) == []
    new = plan([*done, PublicTable("tenants_domain", ("tenants_county",), ())])
    assert new[0] == "SELECT create_reference_table('public.tenants_domain')"
    assert len(new) == 5


@pytest.mark.django_db
def test_every_table_of_the_catalogue_exists_and_none_refers_out_of_it(db):
    with connection.cursor() as cursor:
        cursor.execute(citus.TABLES)
        parents = {name: found for name, found, _identities in cursor.fetchall()}

    assert sorted(set(CATALOGUE) - set(parents)) == []
    assert {one for name in CATALOGUE for one in parents[name]} <= set(CATALOGUE)
    assert "accounts_user" in parents["accounts_post"]


@pytest.mark.django_db
def test_plain_postgresql_needs_nothing(db):
    out = StringIO()

    call_command("citus_prepare", stdout=out)

    assert out.getvalue() == "This database has no Citus: nothing to do.\n"


@pytest.fixture
def stand_ins(db, monkeypatch):
    monkeypatch.setattr(citus, "has_citus", lambda: True)
    with connection.cursor() as cursor:
        cursor.execute(STAND_INS)


def calls() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT call FROM citus_called ORDER BY number")
        return [call for (call,) in cursor.fetchall()]


@pytest.mark.django_db
def test_the_command_runs_its_plan_and_numbers_go_on(stand_ins):
    last = 1_000_000  # beyond what other tests have counted to
    Workday.objects.create(id=last, day="2099-01-01", is_workday=True)
    Workday.objects.create(id=2**48 + 7, day="2099-01-02", is_workday=True)

    call_command("citus_prepare", stdout=StringIO())

    found = calls()
    references = [call.removeprefix("reference public.") for call in found if call[0] == "r"]
    assert sorted(references) == sorted(CATALOGUE)
    assert references.index("django_content_type") < references.index("auth_permission")
    assert references.index("tenants_county") < references.index("tenants_domain")
    assert "local public.accounts_post true" in found
    assert "local public.django_session false" in found
    assert Workday.objects.create(day="2099-01-03", is_workday=True).id == last + 1


@pytest.mark.django_db
def test_a_dry_run_only_tells(stand_ins):
    out = StringIO()

    call_command("citus_prepare", "--dry-run", stdout=out)

    assert calls() == []
    assert "SELECT create_reference_table('public.tenants_county')" in out.getvalue()


@pytest.mark.django_db
def test_a_statement_that_fails_is_named(stand_ins):
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION create_reference_table")

    with pytest.raises(CommandError, match=r"^SELECT create_reference_table.* Run it again"):
        call_command("citus_prepare", stdout=StringIO())
