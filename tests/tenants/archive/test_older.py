"""An archive made before migrations of county apps comes out of a later release up to date."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from kernel.access.actor import Actor
from kernel.accounts.models import User
from kernel.audit.queries.entry import find_breaks
from kernel.errors import Conflict
from kernel.files.models import StoredFile
from kernel.tenancy import county_context
from tenants.archive.errors import BadArchive
from tenants.archive.export import export_county
from tenants.archive.restore import restore_county, see_county
from tenants.migration.fingerprint import fingerprints
from tenants.migration.run import migrate_counties
from tenants.provisioning.names import TEMPLATE
from tests.fixtures.counties import COUNTY, OTHER
from tests.tenants.archive.answers import ask_everything
from tests.tenants.archive.conftest import PASSPHRASE, Packed
from tests.tenants.archive.test_restore import schemas
from tests.tenants.migration.conftest import TABLE
from tests.tenants.migration.release import Release, copy_release

SYSTEM = Actor.system(None)
OPERATIONS = """
migrations.AddField("StoredFile", "note", models.CharField(max_length=90, null=True)),
migrations.AddIndex("StoredFile", models.Index(fields=["note"], name="note_idx")),
migrations.RunPython(fill),
"""
CODE = """
def fill(apps, schema_editor):
    apps.get_model("files", "StoredFile").objects.update(note=models.F("digest"))
"""
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("counties")]


@pytest.fixture
def later(packed: Packed, tmp_path: Path, settings: Any, monkeypatch: Any) -> Iterator[Release]:
    """Every county is migrated to a release that comes after the archive, and put back."""
    monkeypatch.syspath_prepend(tmp_path)
    release = copy_release("files", tmp_path, "release_after_the_archive")
    release.add("0002_note", OPERATIONS, after="0001_initial", code=CODE)
    settings.MIGRATION_MODULES = {**settings.MIGRATION_MODULES, "files": release.package}
    assert migrate_counties().failed == []
    yield release
    for schema in (TEMPLATE, f"c{COUNTY}", f"c{OTHER}"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"ALTER TABLE {schema}.{TABLE} DROP COLUMN note; "
                f"DELETE FROM {schema}.django_migrations WHERE app = 'files' AND name = '0002_note'"
            )


def restore(packed: Packed) -> None:
    restore_county(
        file=packed.file, passphrase=PASSPHRASE, actor=SYSTEM, confirmation=see_county(COUNTY)
    )


def notes() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT digest, note FROM c{COUNTY}.{TABLE}")
        return dict(cursor.fetchall())


def test_it_is_migrated_with_its_data(packed: Packed, later: Release) -> None:
    restore(packed)
    versions = fingerprints()
    assert versions[f"c{COUNTY}"] == versions[f"c{OTHER}"] == versions[TEMPLATE]
    assert ask_everything(COUNTY, User.objects.get(username=packed.user)) == packed.answers
    with county_context(COUNTY):
        digests = set(StoredFile.objects.values_list("digest", flat=True))
        assert list(find_breaks()) == []
    assert notes() == {digest: digest for digest in digests}
    assert digests
    call_command("verify_rollups", stdout=StringIO())
    assert migrate_counties().failed == []
    assert schemas() == [f"c{COUNTY}", f"c{OTHER}"]


def test_data_that_the_later_release_refuses_leaves_the_county(
    packed: Packed, later: Release
) -> None:
    refusing = 'migrations.RunSQL("ALTER TABLE files_storedfile ADD CHECK (size < 0)")'
    later.add("0003_size", refusing, after="0002_note")
    seen = see_county(COUNTY)
    with pytest.raises(Conflict) as refused:
        restore(packed)
    assert (refused.value.code, "IntegrityError" in refused.value.detail) == (
        "not_migrated",
        True,
    )
    assert see_county(COUNTY) == seen
    assert schemas() == [f"c{COUNTY}", f"c{OTHER}"]


def test_an_archive_of_the_later_release_is_refused_by_the_older(
    packed: Packed, later: Release, settings: Any, tmp_path: Path
) -> None:
    file = tmp_path / "later.qzc"
    export_county(code=COUNTY, to=file, passphrase=PASSPHRASE, actor=SYSTEM)
    seen = see_county(COUNTY)
    settings.MIGRATION_MODULES = {}
    for way in ({"confirmation": seen}, {"as_code": "519901"}):
        with pytest.raises(BadArchive) as refused:
            restore_county(file=file, passphrase=PASSPHRASE, actor=SYSTEM, **way)
        assert (refused.value.code, "files.0002_note" in refused.value.detail) == (
            "newer_version",
            True,
        )
    assert see_county(COUNTY) == seen
    assert schemas() == [f"c{COUNTY}", f"c{OTHER}"]
