"""From a clean clone to an environment: what is done, and what is said when it cannot be."""

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from deploy import bootstrap
from deploy.errors import SetupError


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A clone with what the environment depends on."""
    (tmp_path / "requirements.txt").write_text("a==1 \\\n    --hash=sha256:00\nb==2\n")
    (tmp_path / "pyproject.toml").write_text("")
    return tmp_path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done instead of the real, slow steps."""
    done: list[str] = []
    monkeypatch.setattr(bootstrap, "_works", lambda python: python.exists())

    def make(venv: Path) -> None:
        done.append("make")
        (venv / "bin").mkdir(parents=True)
        (venv / "bin" / "python").touch()

    monkeypatch.setattr(bootstrap, "_make_environment", make)
    monkeypatch.setattr(bootstrap, "_install", lambda root, python, log: done.append("install"))
    return done


def test_it_installs_once_and_again_when_the_pins_change(root: Path, installed: list[str]) -> None:
    assert bootstrap.prepare(root) == root / ".venv" / "bin" / "python"
    bootstrap.prepare(root)
    assert installed == ["make", "install"]
    (root / "requirements.txt").write_text("a==2\n")
    bootstrap.prepare(root)
    bootstrap.prepare(root)
    assert installed == ["make", "install", "install"]


def test_an_installation_that_failed_is_tried_again(
    root: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(root: Path, python: Path, log: Path) -> None:
        raise SetupError("no network")

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "_install", fail)
        with pytest.raises(SetupError, match="no network"):
            bootstrap.prepare(root)
    bootstrap.prepare(root)
    assert installed == ["make", "install"]


def test_an_older_python_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 10, 4))
    with pytest.raises(SetupError, match=r"Python 3\.11 or newer is needed"):
        bootstrap.prepare(root)


def test_no_disk_space_is_said_before_anything_is_made(
    root: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = SimpleNamespace(free=7 * 1024**2)
    monkeypatch.setattr(bootstrap.shutil, "disk_usage", lambda path: full)
    with pytest.raises(SetupError, match="7 MB free, the installation needs 1536 MB"):
        bootstrap.prepare(root)
    assert installed == []


def run_nothing(monkeypatch: pytest.MonkeyPatch, *, code: int = 1) -> list[list[str]]:
    """Every command fails (or succeeds); the commands."""
    commands: list[list[str]] = []

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, code, "", "E: Unable to locate package")

    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    return commands


def test_without_venv_and_root_the_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_nothing(monkeypatch)
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    with pytest.raises(SetupError, match="apt-get install python3-venv"):
        bootstrap._make_environment(tmp_path / ".venv")


def test_without_venv_the_system_s_pip_makes_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        commands.append(command[1:])
        lacks_pip = command[1:3] == ["-m", "venv"] and "--without-pip" not in command
        return subprocess.CompletedProcess(command, int(lacks_pip))

    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    monkeypatch.setattr(bootstrap, "DEBIAN_PYTHON", "/nowhere")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    venv = str(tmp_path / ".venv")
    bootstrap._make_environment(tmp_path / ".venv")
    assert commands == [
        ["-m", "venv", venv],
        ["-m", "venv", "--without-pip", venv],
        ["-m", "pip", "--python", f"{venv}/bin/python", "install", "pip"],
    ]


@pytest.mark.parametrize(
    ("built_with", "code", "is_debian_s"),
    [
        ("'--enable-optimizations' '--with-lto'", 0, False),
        ("'--enable-shared'", 0, True),
        ("'--enable-shared'", 1, False),  # too old, or no venv
    ],
)
def test_a_python_built_without_optimization_gives_way_to_debian_s(
    monkeypatch: pytest.MonkeyPatch, built_with: str, code: int, is_debian_s: bool
) -> None:
    run_nothing(monkeypatch, code=code)
    monkeypatch.setattr(bootstrap.sysconfig, "get_config_var", lambda name: built_with)
    monkeypatch.setattr(bootstrap.os, "access", lambda path, mode: True)
    wanted = bootstrap.DEBIAN_PYTHON if is_debian_s else bootstrap.sys.executable
    assert bootstrap._choose_python() == wanted


def missing(monkeypatch: pytest.MonkeyPatch, *, root: bool) -> list[list[str]]:
    """A machine without the tests' packages, where apt does nothing; the commands run."""
    nowhere = dict.fromkeys(bootstrap.TEST_PACKAGES, Path("/nonexistent"))
    monkeypatch.setattr(bootstrap, "TEST_PACKAGES", nowhere)
    monkeypatch.setattr(bootstrap, "is_debian_root", lambda: root)
    return run_nothing(monkeypatch)


def test_an_ordinary_user_is_told_what_is_skipped_and_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = missing(monkeypatch, root=False)
    bootstrap.install_packages()
    assert commands == []
    assert capsys.readouterr().out == (
        "BROWSER TESTS ARE SKIPPED: missing chromium-headless-shell and fonts-noto-cjk "
        "and redis-tools and pgbouncer. An administrator installs that with: "
        "apt-get install chromium-headless-shell fonts-noto-cjk redis-tools pgbouncer\n"
    )


def test_root_installs_them_and_goes_on_when_apt_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = missing(monkeypatch, root=True)
    bootstrap.install_packages()
    assert [command[:2] for command in commands] == [["apt-get", "update"], ["apt-get", "install"]]
    said = capsys.readouterr().out
    assert "failed: E: Unable to locate package" in said
    assert "BROWSER TESTS ARE SKIPPED" in said
