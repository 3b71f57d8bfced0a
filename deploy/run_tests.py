"""pytest on two processes, in the virtual environment."""

from __future__ import annotations

import os
import sys

WORKERS = 2


def main(arguments: list[str]) -> int:
    """Run pytest with `arguments`; its exit code. Its own summary is the last line."""
    import pytest

    chosen = any(part.startswith(("-n", "--numprocesses")) for part in arguments)
    # By file: tests of one package share a county that lies in an open transaction.
    spread = [] if chosen else ["-n", str(min(WORKERS, os.cpu_count() or 1)), "--dist", "loadfile"]
    return int(pytest.main([*spread, *arguments]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
