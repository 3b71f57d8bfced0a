"""From a clean clone to a virtual environment with everything in it. Standard library only.

`run_module` is the door: it makes or renews `.venv` and goes on in its Python.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NoReturn

from deploy.errors import SetupError
from deploy.location import ROOT, locked, open_folder
from deploy.progress import Bar, say

NEEDED_PYTHON = (3, 11)
DEBIAN_PYTHON = "/usr/bin/python3"
NEEDED_BYTES = 1536 * 1024**2  # the environment with every package, and room to unpack
TEST_PACKAGES = {  # Debian package -> a file that shows it is there
    "chromium-headless-shell": Path("/usr/bin/chromium-headless-shell"),
    "fonts-noto-cjk": Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    "redis-tools": Path("/usr/bin/redis-check-rdb"),
    "pgbouncer": Path("/usr/sbin/pgbouncer"),
}
BROWSER = {"chromium-headless-shell", "fonts-noto-cjk"}


def run_module(module: str, arguments: list[str], *, tests: bool = False) -> NoReturn:
    """Make the environment ready and become `python -m module` in it. `tests` also asks for the
    Debian packages of the tests. Ends with exit code 1 and a sentence when something is missing."""
    try:
        python = prepare(ROOT)
        if tests:
            install_packages()
    except SetupError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped; the next start goes on from here.")
    os.chdir(ROOT)
    os.execv(python, [str(python), "-m", module, *arguments])


def prepare(root: Path) -> Path:
    """The Python of `.venv`, which holds what requirements.txt pins and the project itself."""
    if sys.version_info < NEEDED_PYTHON:
        needed = ".".join(map(str, NEEDED_PYTHON))
        raise SetupError(f"Python {needed} or newer is needed; this is {sys.version.split()[0]}.")
    data = open_folder(root / ".data")
    if not os.access(data, os.W_OK):
        raise SetupError(f"{data} belongs to another user: run this as {data.owner()}.")
    venv = root / ".venv"
    python, stamp, wanted = venv / "bin" / "python", venv / "qianzhan.stamp", _digest(root)
    with locked(data / "bootstrap.start"):
        if not _works(python):
            _check_space(root)
            _make_environment(venv)
        if not stamp.exists() or stamp.read_text() != wanted:
            _check_space(root)
            _install(root, python, data / "bootstrap.log")
            stamp.write_text(wanted)
    return python


def _digest(root: Path) -> str:
    """Changes with what is to be installed."""
    content = [(root / name).read_bytes() for name in ("requirements.txt", "pyproject.toml")]
    return hashlib.sha256(b"\0".join([str(root).encode(), *content])).hexdigest()


def _works(python: Path) -> bool:
    """Whether the environment's Python runs and has pip: a moved clone's does not."""
    if not python.exists():
        return False
    check = "import sys, pip; sys.exit(sys.prefix != sys.argv[1])"
    command = [str(python), "-c", check, str(python.parents[1])]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _check_space(root: Path) -> None:
    free = shutil.disk_usage(root).free
    if free < NEEDED_BYTES:
        raise SetupError(
            f"No disk space: {root} has {free // 1024**2} MB free, the installation needs "
            f"{NEEDED_BYTES // 1024**2} MB. Free some space and start again."
        )


def _make_environment(venv: Path) -> None:
    say("Making the virtual environment .venv")
    shutil.rmtree(venv, ignore_errors=True)
    if importlib.util.find_spec("ensurepip") is None and is_debian_root():
        apt_install(["python3-venv"])
    if subprocess.run([_choose_python(), "-m", "venv", str(venv)], **_QUIET).returncode == 0:  # type: ignore[call-overload]
        return
    if importlib.util.find_spec("pip") and _borrow_pip(venv):
        return
    shutil.rmtree(venv, ignore_errors=True)
    raise SetupError(
        "Python cannot make a virtual environment here: the Debian package python3-venv is "
        "missing. Ask an administrator for: apt-get install python3-venv"
    )


def _choose_python() -> str:
    """This one or, where it was built without optimization and takes 1.2 to 1.4 times as long for
    the same, Debian's, if that will do."""
    if "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or ""):
        return sys.executable
    will_do = f"import sys, ensurepip; sys.exit(sys.version_info < {NEEDED_PYTHON})"
    found = os.access(DEBIAN_PYTHON, os.X_OK) and subprocess.run(
        [DEBIAN_PYTHON, "-c", will_do],
        **_QUIET,  # type: ignore[call-overload]
    )
    return DEBIAN_PYTHON if found and found.returncode == 0 else sys.executable


_QUIET = {"check": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def _borrow_pip(venv: Path) -> bool:
    """Without ensurepip, the system's own pip installs pip into the environment."""
    shutil.rmtree(venv, ignore_errors=True)
    bare = [sys.executable, "-m", "venv", "--without-pip", str(venv)]
    pip = [sys.executable, "-m", "pip", "--python", str(venv / "bin" / "python"), "install", "pip"]
    return all(subprocess.run(command, **_QUIET).returncode == 0 for command in (bare, pip))  # type: ignore[call-overload]


def _install(root: Path, python: Path, log: Path) -> None:
    pinned = (root / "requirements.txt").read_text()
    total = len(re.findall(r"^[A-Za-z0-9]", pinned, flags=re.MULTILINE))
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar=off"]
    with log.open("w") as file:
        bar = Bar(f"Installing {total} packages", total)
        with subprocess.Popen(
            [*pip, "--require-hashes", "-r", str(root / "requirements.txt")],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=root,
        ) as process:  # fmt: skip
            for line in process.stdout or ():
                file.write(line)
                if line.startswith(("Collecting", "Requirement already satisfied")):
                    bar.advance()
        own = [*pip, "--no-deps", "--no-build-isolation", "-e", str(root)]
        code = process.returncode
        code = code or subprocess.run(own, stdout=file, stderr=file, check=False).returncode
    if code:
        last = "".join(log.read_text().splitlines(keepends=True)[-12:])
        raise SetupError(f"{last}\nThe packages could not be installed; the full log is {log}.")
    bar.finish()


def is_debian_root() -> bool:
    """Whether this process may install Debian packages."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: list[str]) -> None:
    """Install Debian packages. Raises SetupError with apt's own last words."""
    say(f"Installing Debian packages: {' '.join(packages)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False, capture_output=True)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        last = " ".join(done.stderr.split()[-40:])
        raise SetupError(f"apt-get install {' '.join(packages)} failed: {last}")


def missing_packages() -> list[str]:
    """The Debian packages that some tests need and that are not there."""
    return [name for name, shown_by in TEST_PACKAGES.items() if not shown_by.exists()]


def install_packages() -> None:
    """Install what some tests need, or say what is missing: those tests are then skipped."""
    missing = missing_packages()
    if missing and is_debian_root():
        try:
            apt_install(missing)
        except SetupError as error:
            say(str(error))
    if missing := missing_packages():
        skipped = "BROWSER TESTS ARE SKIPPED" if BROWSER & {*missing} else "TESTS ARE SKIPPED"
        say(
            f"{skipped}: missing {' and '.join(missing)}. "
            f"An administrator installs that with: apt-get install {' '.join(missing)}"
        )
