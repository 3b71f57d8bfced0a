"""The supervisor: what ends is started again, what is asked to stop leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deploy import supervisor
from deploy.errors import SetupError
from deploy.location import ROOT
from deploy.supervisor import Program, Supervisor

STUBBORN = "trap '' TERM; sleep 300 & echo $! > {pid}; while :; do sleep 0.05; done"


def program(folder: Path, script: str, name: str = "web") -> Program:
    return Program(name, ["/bin/sh", "-c", script], folder / f"{name}.log")


def supervise(folder: Path, *programs: Program) -> Supervisor:
    return Supervisor(list(programs), dict(os.environ), folder)


@pytest.fixture(autouse=True)
def handlers():
    """The signals of the test process as they were."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except OSError:
        return False


def wait_for_end(pid: int) -> None:
    """It has been killed; AssertionError when it is still there after a while."""
    end = time.monotonic() + 20
    while is_alive(pid):
        assert time.monotonic() < end, pid
        time.sleep(0.05)


def test_what_ends_is_started_again(tmp_path: Path) -> None:
    count = tmp_path / "count"
    script = f"echo x >> {count}; [ $(wc -l < {count}) -gt 1 ] && sleep 60; exit 3"
    with supervise(tmp_path, program(tmp_path, script)) as running:
        assert running.wait_until(lambda: count.exists() and len(count.read_text()) == 4, 20)


def test_what_never_stays_up_ends_everything_with_its_last_words(tmp_path: Path) -> None:
    good = program(tmp_path, "sleep 300", "good")
    bad = program(tmp_path, "echo cannot connect; exit 1", "bad")
    with (
        pytest.raises(SetupError, match="bad does not stay up:\ncannot connect"),
        supervise(tmp_path, good, bad) as running,
    ):
        running.watch()
    assert good.process is not None
    assert good.process.returncode == -signal.SIGTERM


def test_a_stubborn_program_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 0.3)
    pid = tmp_path / "pid"
    stubborn = program(tmp_path, STUBBORN.format(pid=pid))
    with supervise(tmp_path, stubborn) as running:
        assert running.wait_until(lambda: pid.exists() and pid.read_text() != "", 20)
        child = int(pid.read_text())
        assert is_alive(child)
    assert stubborn.process is not None
    assert stubborn.process.returncode == -signal.SIGKILL
    wait_for_end(child)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_way_of_asking_stops_it(tmp_path: Path, number: signal.Signals) -> None:
    web = program(tmp_path, "sleep 300")
    with supervise(tmp_path, web) as running:
        os.kill(os.getpid(), number)
        running.watch()
        assert running.wait_until(lambda: True, 5) is False
    assert web.has_ended()


def test_its_programs_end_when_it_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from deploy.supervisor import *\n"
        "folder = Path(sys.argv[1])\n"
        "web = Program('web', ['/bin/sleep', '300'], folder / 'web.log')\n"
        "with Supervisor([web], dict(os.environ), folder) as running:\n"
        "    print(web.process.pid, flush=True)\n"
        "    running.watch()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout
        child = int(process.stdout.readline())
        assert is_alive(child)
        process.kill()
    wait_for_end(child)


def test_no_answer_in_time_is_an_error_with_the_logs(tmp_path: Path) -> None:
    web = program(tmp_path, "echo still loading; sleep 300")
    with (
        pytest.raises(SetupError, match=r"No answer after 1 s\.\nweb: still loading"),
        supervise(tmp_path, web) as running,
    ):
        running.wait_until(lambda: False, 1)
