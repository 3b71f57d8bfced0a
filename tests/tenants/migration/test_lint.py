"""What would stop the service is refused, each by its rule; what would not passes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tenants.migration.lint import check, sql
from tests.tenants.migration.conftest import Release

# Not in a transaction: an index made concurrently refuses one, also where its SQL is only read.
pytestmark = pytest.mark.django_db(transaction=True)

# name -> (operations on the county's StoredFile, rules that refuse them)
COUNTY = {
    "required": ('AddField("StoredFile", "a", models.IntegerField())', ["adding-required-field"]),
    "python_default": (
        'AddField("StoredFile", "b", models.IntegerField(default=0))',
        ["ban-drop-default"],
    ),
    "type": ('AlterField("StoredFile", "size", models.IntegerField())', ["changing-column-type"]),
    "not_null": (
        'AddField("StoredFile", "c", models.IntegerField(null=True)),\n'
        'migrations.AlterField("StoredFile", "c", models.IntegerField())',
        ["adding-not-nullable-field"],
    ),
    "unique": (
        'AddConstraint("StoredFile", models.UniqueConstraint(fields=["name"], name="u"))',
        ["disallowed-unique-constraint"],
    ),
    "rename": ('RenameField("StoredFile", "name", "title")', ["renaming-column"]),
    "rename_table": ('AlterModelTable("StoredFile", "stored")', ["renaming-table"]),
    "drop": (
        'RemoveField("StoredFile", "media_type")',
        ["ban-drop-column", "drop-beside-replacement"],
    ),
    "by_hand": (
        'RunSQL("ALTER TABLE stored ALTER COLUMN digest TYPE text")',
        ["changing-column-type"],
    ),
    "good": (
        'AddField("StoredFile", "d", models.IntegerField(db_default=0)),\n'
        'migrations.AddField("StoredFile", "e", models.CharField(max_length=9, null=True)),\n'
        'migrations.AddIndex("StoredFile", models.Index(fields=["e"], name="e_idx")),\n'
        'migrations.CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True)), '
        '("name", models.CharField(max_length=9, db_index=True))]),\n'
        'migrations.AddField("StoredFile", "f", '
        'models.ForeignKey("files.Shelf", models.PROTECT, null=True))',
        [],
    ),
    "drop_table": ('DeleteModel("StoredFile")', ["ban-drop-table"]),
}
# The same for a table of public, where all counties' rows lie together.
PUBLIC = {
    "index": (
        'AddIndex("Seal", models.Index(fields=["county_code"], name="i"))',
        ["require-concurrent-index-creation"],
    ),
    "check": (
        'AddConstraint("Seal", models.CheckConstraint('
        'condition=models.Q(county_code__gt=""), name="c"))',
        ["constraint-missing-not-valid"],
    ),
}
CONCURRENT = 'AddIndexConcurrently("Seal", models.Index(fields=["county_code"], name="i"))'


def fill(release: Release, migrations: dict[str, tuple[str, list[str]]], after: str) -> None:
    """The migrations one after another."""
    for number, (name, (operations, _)) in enumerate(migrations.items(), start=900):
        release.add(f"{number:04}_{name}", f"migrations.{operations}", after=after)
        after = f"{number:04}_{name}"


def refused(label: str) -> dict[str, list[str]]:
    """Rules by the name of the migration."""
    rules: dict[str, list[str]] = {}
    for finding in check.lint():
        if finding.migration.startswith(f"{label}."):
            rules.setdefault(finding.migration.partition("_")[2], []).append(finding.rule)
    return {name: sorted(found) for name, found in rules.items()}


def expected(migrations: dict[str, tuple[str, list[str]]]) -> dict[str, list[str]]:
    return {name: rules for name, (_, rules) in migrations.items() if rules}


@pytest.fixture
def look_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """look_at("files"): at the migrations of one app; at all of them it takes seconds."""
    return lambda label: monkeypatch.setattr(sql, "own_labels", lambda: {label})


def test_each_bad_migration_of_a_county_is_refused_by_its_rule(release, look_at):
    look_at("files")
    fill(release, COUNTY, after="0001_initial")

    assert refused("files") == expected(COUNTY)


def test_public_tables_need_indexes_made_concurrently(release_of, look_at):
    look_at("seals")
    release = release_of("seals")
    fill(release, PUBLIC, after="0002_signer")
    release.add(
        "0990_concurrent", CONCURRENT, after="0901_check", atomic=False,
        code="from django.contrib.postgres.operations import AddIndexConcurrently",
    )  # fmt: skip

    assert refused("seals") == expected(PUBLIC)


def test_this_checkout_has_no_migration_that_is_refused():
    assert [str(finding) for finding in check.lint()] == []


def test_command_names_migration_rule_and_statement(release, capsys):
    release.add("0002_drop", 'migrations.RemoveField("StoredFile", "name")', after="0001_initial")

    with pytest.raises(CommandError, match="1 findings"):
        call_command("lint_migrations")

    assert capsys.readouterr().out == (
        "files.0002_drop: ban-drop-column: Dropping a column may break existing clients.\n"
        '    ALTER TABLE "files_storedfile" DROP COLUMN "name" CASCADE;\n'
    )


EXEMPT = "[[exempt]]"


def of_no_migration() -> str:
    """The project's rules, less what is exempt in a single migration."""
    head, *parts = check.RULES.read_text(encoding="utf-8").split(EXEMPT)
    return EXEMPT.join([head, *(part for part in parts if "\nmigration = " not in part)])


@pytest.fixture
def rules(tmp_path: Path, look_at: Callable[[str], None]) -> Callable[[str], Path]:
    """rules(text) -> the project's rules with this added, and a look at the files alone."""
    look_at("files")

    def write(text: str) -> Path:
        path = tmp_path / "rules.toml"
        path.write_text(of_no_migration() + text, encoding="utf-8")
        return path

    return write


EXEMPTION = '\n[[exempt]]\nrule = "ban-drop-column"\nmigration = "files.0002_drop"\n'


def test_column_may_be_dropped_when_no_release_uses_it(release, rules):
    release.add("0002_drop", 'migrations.RemoveField("StoredFile", "name")', after="0001_initial")
    path = rules(f'{EXEMPTION}unused_since = "0.0.9"\nreason = "was never filled"\n')

    assert check.lint(path) == []


@pytest.mark.parametrize("since", ["", 'unused_since = "0.1.0"\n', 'unused_since = "9.0"\n'])
def test_column_of_this_release_may_not_be_dropped(release, rules, since):
    path = rules(f'{EXEMPTION}{since}reason = "gone"\n')

    with pytest.raises(ValueError, match="a release before 0\\.1\\.0"):
        check.lint(path)


def test_exemption_without_a_reason_is_refused(db, rules):
    with pytest.raises(ValueError, match="renaming-column gives no reason"):
        check.lint(rules('\n[[exempt]]\nrule = "renaming-column"\nreason = " "\n'))


def test_exemption_that_fits_nothing_is_named(db, rules):
    path = rules(
        '\n[[exempt]]\nrule = "renaming-column"\nmigration = "files.0002_x"\nreason = "once"\n'
    )

    assert [str(finding) for finding in check.lint(path)] == [
        "files.0002_x: renaming-column: this exemption fits nothing any more: "
        "remove it from rules.toml."
    ]


def test_released_migration_that_is_not_there_is_named(db, tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text('pg_version = "18.0"\nexempt = []\n[released]\nfiles = "0009_gone"\n')

    with pytest.raises(LookupError, match="0009_gone"):
        check.lint(path)
