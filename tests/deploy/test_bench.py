"""deploy/bench: what counts as met, and when it fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from deploy import run_bench
from tests.bench import comparison
from tests.bench.comparison import Comparison, Way


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still but for what the ways add to it."""
    now = [0.0]
    monkeypatch.setattr(comparison.time, "perf_counter", lambda: now[0])
    return now


def compare(clock: list[float], goal: str, *, base: float, ours: float, answer: Any = 1) -> dict:
    """The row of two ways that take so many seconds; the baseline answers 1."""

    def way(seconds: float, given: Any) -> Way:
        def run() -> Any:
            clock[0] += seconds
            return given

        return Way("work", run)

    made = Comparison("score", way(base, 1), way(ours, answer), goal)
    return made.measure(small=False)


@pytest.mark.parametrize(
    ("goal", "base", "ours", "ratio", "met"),
    [
        ("<= 2.5", 2.0, 5.0, 2.5, True),
        ("<= 2.5", 2.0, 6.0, 3.0, False),
        (">= 20", 20.0, 1.0, 20.0, True),
        (">= 20", 19.0, 1.0, 19.0, False),
    ],
)
def test_the_goal_is_a_ratio(
    clock: list[float], goal: str, base: float, ours: float, ratio: float, met: bool
) -> None:
    row = compare(clock, goal, base=base, ours=ours)
    assert (row["ratio"], row["met"], row["equal"], row["rounds"]) == (ratio, met, True, 5)
    assert row["ours"] == {"what": "work", "median": ours, "min": ours, "max": ours}


def test_long_rounds_are_repeated_less(clock: list[float]) -> None:
    assert compare(clock, ">= 1", base=31.0, ours=1.0)["rounds"] == 2


def test_preparing_and_looking_are_not_timed(clock: list[float]) -> None:
    def advance() -> int:
        clock[0] += 100.0
        return 2

    assert comparison.timed(Way("work", lambda: 1, advance)) == (0.0, 1)
    assert comparison.timed(Way("work", lambda: 1, advance, advance)) == (0.0, 2)


def test_unequal_answers_are_seen(clock: list[float]) -> None:
    assert compare(clock, "<= 2", base=1.0, ours=1.0, answer=2)["equal"] is False


@pytest.mark.parametrize(
    ("row", "small", "code"),
    [
        ({"equal": True, "met": True}, False, 0),
        ({"equal": True, "met": False}, False, 1),
        ({"equal": True, "met": False}, True, 0),
        ({"equal": False, "met": True}, True, 1),
        (None, True, 1),
    ],
)
def test_exit_codes(
    monkeypatch: pytest.MonkeyPatch, row: dict[str, bool] | None, small: bool, code: int
) -> None:
    @contextmanager
    def server(mode: str) -> Iterator[SimpleNamespace]:
        assert mode == "durable"  # times of a server without durability say nothing
        yield SimpleNamespace(url="postgresql://q:q@127.0.0.1:1/q")

    times = {"name": "x", "goal": "<= 1", "ratio": 1.0}
    times |= {"baseline": {"median": 1.0}, "ours": {"median": 1.0}}
    monkeypatch.setattr(run_bench, "temporary_server", server)
    monkeypatch.setattr(run_bench, "migrate", lambda url: None)
    monkeypatch.setattr(run_bench, "copy_database", lambda url, name: url)
    rows = [times | row] if row else []
    monkeypatch.setattr(run_bench, "run_one", lambda name, url, small: rows)
    assert run_bench.main(["score", *["--small"] * small]) == code


def test_a_wrong_name_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run_bench.main(["nosuch"])
    assert "no benchmark nosuch; there are" in capsys.readouterr().err
