"""A disk that is really full, at each place a county is written to: nothing changes."""

import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from kernel.access.actor import Actor
from kernel.errors import Conflict
from kernel.files.domain import store_file
from kernel.tenancy import county_context
from tenants.archive import files
from tenants.archive.export import export_county
from tenants.archive.restore import restore_county, see_county
from tenants.archive.stage import stage_of
from tenants.models import County, CountyEvent
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.cycles import proof
from tests.fixtures.disk import fill, small_database
from tests.tenants.archive.conftest import PASSPHRASE, Packed
from tests.tenants.archive.test_restore import schemas

SYSTEM = Actor.system(None)
BOTH = [f"c{COUNTY}", f"c{OTHER}"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("counties")]


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Conflict) as refused:
        call()
    return refused.value.code


def test_export(small_disk: Callable[[str], Path]) -> None:
    disk = small_disk("256k")
    fill(disk, 32 * 1024)
    target, events = disk / "county.qzc", CountyEvent.objects.count()
    given = {"code": COUNTY, "to": target, "passphrase": PASSPHRASE, "actor": SYSTEM}
    assert refusal(lambda: export_county(**given)) == "disk_full"
    assert [path.name for path in disk.iterdir()] == ["ballast"]
    assert CountyEvent.objects.count() == events
    (disk / "ballast").unlink()
    export_county(**given)
    assert [path.name for path in disk.iterdir()] == ["county.qzc"]


def test_export_of_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """A limit of the process, kept by the kernel: as on a disk that takes no file of that size."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    given = {"to": tmp_path / "county.qzc", "passphrase": PASSPHRASE, "actor": SYSTEM}
    resource.setrlimit(resource.RLIMIT_FSIZE, (16 * 1024, before[1]))
    try:
        assert refusal(lambda: export_county(code=COUNTY, **given)) == "file_too_large"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("new", [False, True], ids=["over the county", "as a copy"])
def test_the_files_of_a_restore(
    packed: Packed, small_disk: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, new: bool
) -> None:
    disk = small_disk("256k")
    monkeypatch.setattr(settings, "FILES_ROOT", disk)
    with county_context(COUNTY):
        own = store_file(actor=Actor.system(COUNTY), upload=proof("自己的文件.pdf"))
    fill(disk, 0)
    seen, before = see_county(COUNTY), sorted(disk.rglob("*"))
    way = {"as_code": "519901"} if new else {"confirmation": seen}
    given = {"file": packed.file, "passphrase": PASSPHRASE, "actor": SYSTEM, **way}
    assert refusal(lambda: restore_county(**given)) == "disk_full"
    assert (see_county(COUNTY), schemas()) == (seen, BOTH)
    assert [path for path in sorted(disk.rglob("*")) if path.is_file()] == [
        path for path in before if path.is_file()
    ]
    assert files.path_of(COUNTY, own.digest).exists()


def test_the_tables_of_a_restore(packed: Packed, small_disk: Callable[[str], Path]) -> None:
    seen = see_county(COUNTY)
    disk = small_disk("512k")
    with small_database(disk):
        given = {"file": packed.file, "passphrase": PASSPHRASE, "actor": SYSTEM}
        assert refusal(lambda: restore_county(**given, confirmation=seen)) == "disk_full"
    assert (see_county(COUNTY), schemas()) == (seen, BOTH)
    assert not (settings.FILES_ROOT / stage_of(COUNTY)).exists()


def test_the_tables_of_a_new_county(small_disk: Callable[[str], Path]) -> None:
    with (
        small_database(small_disk("512k")),
        pytest.raises(CommandError, match=r"nothing was made: .* No space left on device"),
    ):
        call_command("add_county", "510403")
    assert schemas() == BOTH
    assert County.objects.filter(code="510403").count() == 0
