"""deploy/demo --clean: remove what the demo and the tests made. Standard library only."""

from __future__ import annotations

import fcntl
import shutil
import sys
from pathlib import Path

from deploy.errors import SetupError
from deploy.location import ROOT, forget
from deploy.postgres import stop
from deploy.progress import say

MADE = (".venv", ".data", ".static", ".pytest_cache", ".hypothesis", ".schemathesis")


def main(arguments: list[str]) -> int:
    """Remove everything; the exit code. Refused while the demo runs."""
    if arguments != ["--clean"]:
        print("deploy/demo --clean stands alone, without other options.", file=sys.stderr)
        return 2
    try:
        clean(ROOT)
    except (SetupError, PermissionError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def clean(root: Path) -> None:
    """Stop the database, then remove data, environment and caches of the clone at `root`."""
    data = root / ".data"
    if data.exists():
        refuse_while_running(data / "demo.lock")
        stop(data_folder(root) / "postgres")
    forget(root)
    for name in MADE:
        if (root / name).exists():
            shutil.rmtree(root / name)
    for cache in root.rglob("__pycache__"):
        shutil.rmtree(cache, ignore_errors=True)
    say("Removed the demo: environment, data and caches. Debian packages stay.")


def data_folder(root: Path) -> Path:
    """`.data`, or the folder it names where root keeps the data elsewhere."""
    named = root / ".data" / "location"
    return Path(named.read_text().strip()) if named.exists() else root / ".data"


def refuse_while_running(lock: Path) -> None:
    if not lock.exists():
        return
    with lock.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupError("The demo of this clone is running: stop it with Ctrl-C.") from None
