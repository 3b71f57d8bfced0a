"""deploy/demo around its programs: one a clone, clear refusals, its log-ins on the screen."""

import fcntl
import json
import socket
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from deploy import clean, run_demo
from deploy.errors import SetupError


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `.data` of its own, and no database: nothing here comes so far."""
    monkeypatch.setattr(run_demo, "DATA", tmp_path / ".data")
    monkeypatch.setattr(run_demo, "database", nullcontext)
    monkeypatch.setattr(run_demo.signal, "signal", lambda *_: None)
    return tmp_path / ".data"


@pytest.fixture
def used_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_second_demo_is_refused_and_told_of_the_first(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = run_demo.parse(["--port", "8123", "--today", "2026-03-02"])
    with run_demo.lock(options):
        found = json.loads((data / "demo.lock").read_text())
        assert (found["port"], found["today"]) == (8123, "2026-03-02")
        assert run_demo.main(["--port", "8124"]) == 1
        assert "runs already: http://localhost:8123 (process" in capsys.readouterr().err
        with pytest.raises(SetupError, match="is running: stop it with Ctrl-C"):
            clean.refuse_while_running(data / "demo.lock")
    assert not (data / "demo.lock").exists()


def test_what_a_killed_demo_left_locks_nobody_out(data: Path) -> None:
    data.mkdir()
    (data / "demo.lock").write_text('{"pid": 1, "port": 8000, "today": null}')
    clean.refuse_while_running(data / "demo.lock")
    with run_demo.lock(run_demo.parse([])), (data / "demo.lock").open() as file:
        with pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert json.load(file)["pid"] != 1


def test_a_port_in_use_is_named_with_a_way_out(
    used_port: int, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_demo.main(["--port", str(used_port)]) == 1
    said = capsys.readouterr().err
    assert f"Port {used_port} is in use" in said
    assert f"deploy/demo --port {used_port + 1}" in said
    assert not (data / "demo.lock").exists()


@pytest.mark.parametrize("given", [["--today", "tomorrow"], ["--port", "x"], ["--unknown"]])
def test_a_wrong_option_is_refused(given: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run_demo.main(given)
    assert ended.value.code == 2


def test_the_day_reaches_every_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QIANZHAN_TODAY", "1999-01-01")
    fixed = run_demo.environment_of(run_demo.parse(["--today", "2026-03-02"]))
    assert fixed["QIANZHAN_TODAY"] == "2026-03-02"
    assert "QIANZHAN_TODAY" not in run_demo.environment_of(run_demo.parse([]))


def test_a_step_that_fails_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_demo, "keep_secrets", lambda root: None)
    monkeypatch.setattr(run_demo, "steps", lambda options: [("Schema", ["/bin/false"])])
    with pytest.raises(SetupError, match=r"Schema: failed, see above\."):
        run_demo.prepare(run_demo.parse([]), {})
    assert capsys.readouterr().out == "[1/1] Schema\n"


@pytest.mark.parametrize("code", [0, 1])
def test_the_check_uses_the_demo_that_answers(
    data: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    seen: list[Any] = []

    def check(environment: dict[str, str]) -> int:
        seen.append(environment["QIANZHAN_TODAY"])
        return code

    monkeypatch.setattr(run_demo, "answers", lambda port: port == 8123)
    monkeypatch.setattr(run_demo, "run_check", check)
    with run_demo.lock(run_demo.parse(["--port", "8123", "--today", "2026-03-02"])):
        assert run_demo.main(["--check"]) == code
    assert seen == ["2026-03-02"]


def test_log_ins_are_shown_by_role(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def user(role: str, name: str) -> dict[str, str]:
        return {"role": role, "username": name, "password": "demo-secret", "token": "t"}

    demo = {
        "province": {"host": "localhost:8000", "users": [user("PROVINCE", "province-1")]},
        "operators": {"host": "ops.localhost:8000", "users": [user("PLATFORM", "operator-1")]},
        "counties": [
            {
                "code": "510402",
                "name": "东区",
                "host": "510402.localhost:8000",
                "users": [user("BUREAU", "b1"), user("HEAD", "h1"), user("BUREAU", "b2")],
            }
        ],
    }
    data.mkdir()
    (data / "demo.json").write_text(json.dumps(demo))
    run_demo.show_addresses()
    assert capsys.readouterr().out.splitlines()[:10] == [
        "",
        "http://localhost:8000/",
        "    PROVINCE    province-1",
        "http://ops.localhost:8000/",
        "    PLATFORM    operator-1",
        "http://510402.localhost:8000/   510402 东区",
        "    BUREAU      b1  b2",
        "    HEAD        h1",
        "",
        "Password of all: demo-secret",
    ]


def test_clean_stands_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert clean.main(["--clean", "--port", "1"]) == 2
    assert "stands alone" in capsys.readouterr().err


def test_clean_removes_what_was_made_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clean, "forget", lambda root: None)
    for name in (*clean.MADE, "stations/__pycache__", "docs"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "file").touch()
    clean.clean(tmp_path)
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*"))
    assert left == ["docs", "docs/file", "stations"]
    clean.clean(tmp_path)
