"""Lines and a bar on the screen while something long runs; only the bar's last state in a log."""

from __future__ import annotations

import sys

WIDTH = 28


def say(text: str) -> None:
    print(text, flush=True)


class Bar:
    """`label [####......] 12/110`, redrawn in place on a terminal."""

    def __init__(self, label: str, total: int) -> None:
        self.label, self.total, self.done = label, max(total, 1), 0
        self._live = sys.stderr.isatty()

    def advance(self, steps: int = 1) -> None:
        self.done = min(self.done + steps, self.total)
        if self._live:
            print(f"\r{self._line()}", end="", file=sys.stderr, flush=True)

    def finish(self) -> None:
        self.done = self.total
        print(f"\r{self._line()}" if self._live else self._line(), file=sys.stderr, flush=True)

    def _line(self) -> str:
        filled = WIDTH * self.done // self.total
        bar = "#" * filled + "." * (WIDTH - filled)
        return f"{self.label} [{bar}] {self.done}/{self.total}"
