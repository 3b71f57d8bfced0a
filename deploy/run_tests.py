"""pytest on two processes, in the virtual environment."""

from __future__ import annotations

import os
import sys

WORKERS = 2


def main(arguments: list[str]) -> int:
    """Run pytest with `arguments`; its exit code. Its own summary is the last line."""
    import pytest

    chosen = any(part.startswith(("-n", "--numprocesses")) for part in arguments)
    # By file and in the order of tests.spread, which says why.
    processes = str(min(WORKERS, os.cpu_count() or 1))
    spread = ["-n", processes, "--dist", "loadfile", "--no-loadscope-reorder"]
    return int(pytest.main([*([] if chosen else spread), *arguments]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
