"""Rules R1 to R5 of the architecture, by introspection of every model, migration and SQL text."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

FOLDERS = ("platform", "tenants", "stations", "evaluation", "api")
# The switch of the schema itself, and its guard (decision 6 exempts the tenancy module).
TENANCY = settings.ROOT / "platform" / "kernel" / "tenancy"
COUNTY_LABELS = {name.rpartition(".")[2] for name in settings.TENANT_APPS}
FIRST_PARTY = {
    name.rpartition(".")[2]
    for name in settings.INSTALLED_APPS
    if name.partition(".")[0] in {"kernel", "tenants", "stations", "evaluation", "api"}
}


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in FIRST_PARTY]


def sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from (settings.ROOT / folder).rglob("*.py")


def literals(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_r1_no_sql_text_asks_for_the_path():
    found = [
        str(path)
        for path in sources()
        if TENANCY not in path.parents
        for text in literals(path)
        if re.search(r"current_schema\s*\(|\bset\s+(local\s+)?search_path", text, re.IGNORECASE)
    ]

    assert found == []


def test_r2_every_table_has_a_bigint_key_called_id():
    wrong = [
        model._meta.label
        for model in own_models()
        if model._meta.pk.name != "id" or not isinstance(model._meta.pk, models.BigAutoField)
    ]

    assert wrong == []


def test_r3_no_foreign_key_leaves_its_schema():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and (model._meta.app_label in COUNTY_LABELS)
        != (field.related_model._meta.app_label in COUNTY_LABELS)
    ]

    assert wrong == []


@pytest.mark.django_db
def test_r3_no_foreign_key_of_a_county_is_deferrable(county):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace "
            "WHERE contype = 'f' AND condeferrable AND nspname LIKE 'c5%'"
        )
        assert cursor.fetchall() == []


def test_r4_one_statement_a_runsql_and_no_triggers():
    wrong = []
    for path in sources():
        if "migrations" not in path.parts or "wakeups" in path.parts:
            continue  # pgmq's own SQL lies in public and is exempt by name
        for text in literals(path):
            statement = text.strip().rstrip(";")
            if re.match(r"(?i)(insert|update|delete|create|alter|drop)\b", statement) and (
                ";" in statement or re.search(r"(?i)\btrigger\b", statement)
            ):
                wrong.append(f"{path}: {statement[:60]}")

    assert wrong == []


def test_r5_only_rollup_and_tenants_read_across_counties():
    # The sweep and the daily seal only hand each county on to a task of its own.
    handing_on = ("kernel/jobs/", "kernel/audit/tasks.py")
    allowed = ("kernel/tenancy/", "evaluation/rollup/", "tenants/", "kernel/web/", *handing_on)
    wrong = [
        str(path.relative_to(settings.ROOT))
        for path in sources()
        if re.search(r"\b(county_codes|county_context)\(", path.read_text(encoding="utf-8"))
        and not any(part in path.as_posix() for part in allowed)
    ]

    assert wrong == []
