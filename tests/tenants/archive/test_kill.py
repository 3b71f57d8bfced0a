"""kill -9 in the middle of an export, a restore, an erasure: the old state or the new."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kernel.access.actor import Actor
from kernel.access.queries import actor_of
from kernel.jobs.tasks import run
from kernel.operations.models import Operation
from tenants.archive.export import export_county
from tenants.archive.files import path_of
from tenants.archive.restore import restore_county, see_county
from tenants.archive.stage import stage_of
from tenants.domain.erase import ask_erasure, carry_out, is_genuine
from tenants.jobs.archive import order_restore
from tenants.models import County, CountyEvent, Erasure
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.people import make_official
from tests.tenants.archive.conftest import PASSPHRASE, Packed
from tests.tenants.archive.other import kill_at
from tests.tenants.archive.test_erase import leaving, schema_is_there
from tests.tenants.archive.test_restore import schemas

SYSTEM = Actor.system(None)
pytestmark = [
    pytest.mark.kill,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("counties"),
]


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QIANZHAN_PASSPHRASE", PASSPHRASE)


def test_export(tmp_path: Path) -> None:
    target = tmp_path / "county.qzc"
    step = {"do": "command", "args": ["export_county", COUNTY, "--to", str(target)]}
    kill_at("tenants.archive.export.sign_with", tmp_path / "there", step)
    assert not target.exists()
    export_county(code=COUNTY, to=target, passphrase=PASSPHRASE, actor=SYSTEM)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["county.qzc", "there"]


@pytest.mark.parametrize(
    "point",
    ["tenants.archive.stage.set_sequences", "tenants.archive.restore.tell_event"],
    ids=["while loading", "before the swap is committed"],
)
def test_restore(packed: Packed, tmp_path: Path, point: str) -> None:
    seen = see_county(COUNTY)
    args = ["restore_county", str(packed.file), "--confirm", COUNTY]
    kill_at(point, tmp_path / "there", {"do": "command", "args": args})
    assert see_county(COUNTY) == seen
    assert schemas() == [f"c{COUNTY}", f"c{OTHER}", stage_of(COUNTY)]
    restore_county(
        file=packed.file, passphrase=PASSPHRASE, actor=SYSTEM, confirmation=see_county(COUNTY)
    )
    assert see_county(COUNTY).digest == packed.manifest.head["chain"]["digest"]
    assert schemas() == [f"c{COUNTY}", f"c{OTHER}"]


@pytest.fixture
def archives(settings: Any, tmp_path: Path) -> Path:
    """The private folder of archives, of this process and of the one that is killed."""
    settings.ARCHIVES_ROOT = tmp_path / "archives"
    settings.ARCHIVES_ROOT.mkdir()
    return settings.ARCHIVES_ROOT


def test_a_worker_that_dies_after_the_swap_has_restored(
    packed: Packed, archives: Path, tmp_path: Path
) -> None:
    """The second one does what was left, and nothing twice."""
    shutil.copy(packed.file, archives)
    stray = path_of(COUNTY, "ab" * 32)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"no row names it")
    order = order_restore(
        actor=actor_of(make_official("PLATFORM")),
        name=packed.file.name,
        passphrase=PASSPHRASE,
        confirmation=see_county(COUNTY),
    )
    point, marker = "tenants.archive.restore.clear_up", tmp_path / "there"
    kill_at(point, marker, {"do": "work", "operation": str(order.uuid)})
    assert CountyEvent.objects.filter(uuid=order.uuid).count() == 1
    assert stray.exists()
    restored = see_county(COUNTY)
    Operation.objects.update(claimed_until="2020-01-01T00:00Z")  # its lease is over

    run(county="", job=str(order.uuid))

    order.refresh_from_db()
    assert (order.state, order.error, order.result["code"]) == ("DONE", None, COUNTY)
    assert CountyEvent.objects.filter(uuid=order.uuid).count() == 1
    assert see_county(COUNTY) == restored
    assert restored.digest == packed.manifest.head["chain"]["digest"]
    assert not stray.exists()
    assert schemas() == [f"c{COUNTY}", f"c{OTHER}"]


@pytest.mark.parametrize(
    ("point", "step", "is_there"),
    [
        ("tenants.domain.erase.remove_rows", "CONFIRMED", True),
        ("tenants.domain.erase.drop_files", "EMPTIED", False),
        ("tenants.domain.erase.sign", "EMPTIED", False),
    ],
)
def test_erasure(
    made_county: Callable[[], County], tmp_path: Path, point: str, step: str, is_there: bool
) -> None:
    county = made_county()
    file, manifest = leaving(county.code, tmp_path)
    first, second = (make_official("PLATFORM") for _ in range(2))
    ask_erasure(
        code=county.code,
        file=file,
        passphrase=PASSPHRASE,
        digest=manifest.digest,
        reason="并入市级平台",
        actor=actor_of(first),
    )
    args = ["erase_county", county.code, "--by", second.username, "--confirm"]
    kill_at(point, tmp_path / "there", {"do": "command", "args": args})
    erasure = Erasure.objects.get()
    assert (erasure.step, schema_is_there(county.code)) == (step, is_there)
    assert County.objects.get(pk=county.pk).state == "LEAVING"
    done = carry_out(code=county.code, actor=actor_of(second))
    assert (done.step, County.objects.get(pk=county.pk).state) == ("DONE", "ERASED")
    assert is_genuine(done)
    assert not schema_is_there(county.code)
