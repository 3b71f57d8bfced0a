"""Rules R1 to R5 of the architecture, by introspection of every model, migration and SQL text."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL

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
    """Every text of a source: plain ones, and f-strings and sums of texts with {} for the rest."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp) and (text := text_of(node)):
            yield text


def text_of(node: ast.AST) -> str:
    """What an expression says as a text; empty when it is none."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(each) or "{}" for each in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = text_of(node.left), text_of(node.right)
        return f"{left or '{}'}{right or '{}'}" if left or right else ""
    return ""


def sql_texts() -> Iterator[tuple[Path, str]]:
    """Every text of the sources, and every file of SQL beside them."""
    for path in sources():
        yield from ((path, text) for text in literals(path))
    for folder in FOLDERS:
        for path in (settings.ROOT / folder).rglob("*.sql"):
            yield path, path.read_text(encoding="utf-8")


def places(pattern: str, *, but: Sequence[str] = ()) -> list[str]:
    """Where a pattern stands in a text, but for the folders named."""
    return sorted(
        {
            path.relative_to(settings.ROOT).as_posix()
            for path, text in sql_texts()
            if re.search(pattern, text, re.IGNORECASE)
            and not any(part in path.as_posix() for part in but)
        }
    )


def test_texts_are_read_whole_however_they_are_put_together(tmp_path):
    source = tmp_path / "sql.py"
    source.write_text("A = f'SET {x} ' + 'search_' + 'path' + str(y)\nB = 'plain'\nC = 1 + 2\n")

    assert {"SET {} search_path{}", "plain"} <= set(literals(source))


def test_r1_no_sql_text_asks_for_the_path():
    """Neither by SHOW, SET, current_setting and set_config, nor by the names it leads to."""
    asks = r"search_path|current_schema|current_schemas|\$user"

    assert places(asks, but=["kernel/tenancy/"]) == []


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


@pytest.mark.django_db
def test_r2_r3_r4_hold_in_the_county_s_catalogue(county):
    """What migrations have really made: keys, the schemas of foreign keys, triggers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'c510402' AND c.relkind IN ('r', 'p') AND NOT EXISTS ("
            "SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid "
            "AND a.attnum = ANY(i.indkey) WHERE i.indrelid = c.oid AND i.indisprimary "
            "AND i.indnatts = 1 AND a.attname = 'id' AND a.atttypid = 'bigint'::regtype)"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT k.conname FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid "
            "JOIN pg_class t ON t.oid = k.confrelid WHERE k.contype = 'f' "
            "AND f.relnamespace <> t.relnamespace"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND c.relnamespace = 'c510402'::regnamespace"
        )
        assert cursor.fetchall() == []


def test_r3_no_migration_ever_points_out_of_its_schema():
    """Not even a foreign key without a constraint, in any state the migrations pass through."""
    wrong = set()
    for key, migration in MigrationLoader(None).disk_migrations.items():
        for operation in migration.operations:
            fields = dict(getattr(operation, "fields", ()))
            if getattr(operation, "field", None):
                fields[operation.name] = operation.field
            for name, field in fields.items():
                target = str(getattr(field.remote_field, "model", "")) if field.remote_field else ""
                label = target.partition(".")[0].lower()
                if key[0] in COUNTY_LABELS and "." in target and label not in COUNTY_LABELS:
                    wrong.add(f"{key[0]}.{key[1]}: {name} -> {target}")

    assert wrong == set()


def test_r4_one_statement_a_runsql_and_no_triggers():
    wrong = []
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if app not in FIRST_PARTY - {"wakeups"}:
            continue  # Django's own, and pgmq's SQL, which lies in public and is exempt by name
        for operation in migration.operations:
            if isinstance(operation, RunSQL):
                for text in statements_of(operation):
                    if ";" in text.strip().rstrip(";"):
                        wrong.append(f"{app}.{name}: {text[:60]}")

    assert wrong == []
    assert places(r"\b(create|alter|enable)\s[^;]*\btrigger\b", but=["kernel/wakeups/"]) == []


def statements_of(operation: RunSQL) -> Iterator[str]:
    """Each item of a RunSQL, forwards and backwards."""
    for given in (operation.sql, operation.reverse_sql):
        items = given if isinstance(given, list | tuple) else [given]
        for item in items:
            text = item[0] if isinstance(item, list | tuple) else item
            if text:
                yield text


def test_r5_no_sql_text_names_a_countys_schema():
    """Another county's table is reached by its schema's name only: by tenants, none else."""
    named = r"\b(from|join|into|update|table|truncate)\s+\"?(c\{\}|c[0-9]{6}|c%s|\{\})\"?\."

    assert places(named, but=["kernel/tenancy/", "tenants/"]) == []


def test_r5_only_rollup_and_tenants_read_across_counties():
    # The sweeps, the daily seal and the keeping of archives hand each county on to work of its own.
    handing_on = ("kernel/jobs/", "kernel/audit/tasks.py", "files/tasks.py", "casework/tasks.py")
    allowed = ("kernel/tenancy/", "evaluation/rollup/", "tenants/", "kernel/web/", *handing_on)
    wrong = [
        str(path.relative_to(settings.ROOT))
        for path in sources()
        if re.search(r"\b(county_codes|county_context)\(", path.read_text(encoding="utf-8"))
        and not any(part in path.as_posix() for part in allowed)
    ]

    assert wrong == []
