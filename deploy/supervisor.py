"""Keeps a few programs running in the foreground, and stops all of them together."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from deploy.errors import SetupError

STOP_SECONDS = 10  # then what still runs is killed; a job cut off is taken over at the next start
QUICK_SECONDS = 30  # a program that ends sooner than this after its start,
QUICK_ENDS = 3  # this often in a row, is not started again
PR_SET_PDEATHSIG = 1


@dataclass
class Program:
    """A command, its log, and its process while it runs."""

    name: str
    command: list[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    quick_ends: int = field(default=0)

    def start(self, environment: dict[str, str], folder: Path) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=environment, cwd=folder, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True, preexec_fn=_end_with_parent,
            )  # fmt: skip
        self.started_at = time.monotonic()

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal_group(self, number: signal.Signals) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])


_libc = ctypes.CDLL(None)


def _end_with_parent() -> None:
    """In the child: SIGTERM when the supervisor dies without a word."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Starts programs, starts again what ends, stops all on SIGINT, SIGTERM or SIGHUP."""

    def __init__(self, programs: list[Program], environment: dict[str, str], folder: Path) -> None:
        self.programs, self.environment, self.folder = programs, environment, folder
        self._stopping = False

    def __enter__(self) -> Supervisor:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        for program in self.programs:
            program.log.write_bytes(b"")
            program.start(self.environment, self.folder)
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Watch until `ready()`; False when asked to stop before. Raises SetupError."""
        end = time.monotonic() + seconds
        while not self._stopping:
            self._look_after()
            if ready():
                return True
            if time.monotonic() > end:
                raise SetupError(f"No answer after {seconds:.0f} s.\n{self._all_last_words()}")
            time.sleep(0.2)
        return False

    def watch(self) -> None:
        """Keep everything running until asked to stop. Raises SetupError."""
        while not self._stopping:
            self._look_after()
            time.sleep(0.2)

    def _look_after(self) -> None:
        for program in self.programs:
            if not program.has_ended():
                continue
            quick = time.monotonic() - program.started_at < QUICK_SECONDS
            program.quick_ends = program.quick_ends + 1 if quick else 0
            if program.quick_ends >= QUICK_ENDS:
                raise SetupError(f"{program.name} does not stay up:\n{program.last_words()}")
            print(f"{program.name} ended; starting it again", file=sys.stderr, flush=True)
            program.signal_group(signal.SIGKILL)  # children it may have left
            program.start(self.environment, self.folder)

    def _all_last_words(self) -> str:
        return "\n".join(f"{program.name}: {program.last_words()}" for program in self.programs)

    def stop(self) -> None:
        """Ask all to end, wait a little, kill the rest with their children."""
        for program in self.programs:
            if program.process and not program.has_ended():
                program.process.terminate()
        end = time.monotonic() + STOP_SECONDS
        while any(not program.has_ended() for program in self.programs if program.process):
            if time.monotonic() > end:
                break
            time.sleep(0.05)
        for program in self.programs:
            program.signal_group(signal.SIGKILL)
            if program.process:
                program.process.wait()
