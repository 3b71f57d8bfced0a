"""Writing an archive so that its name never stands for a half one; free disk; private modes."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from kernel.errors import Conflict, FieldError, Invalid

FULL = {errno.ENOSPC, errno.EDQUOT}
TOO_LARGE = errno.EFBIG  # as FAT says of 4 GB, or a limit of the process
HALF = ".half"
EAGER = 2 * 1024 * 1024  # bytes after which the disk is told to begin


def archives_root() -> Path:
    """The private folder of archives made from pages."""
    folder = Path(settings.ARCHIVES_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


class EagerFile(FileIO):
    """Lets the disk begin while more is written, so that little waits for the fsync at the end."""

    waiting = 0

    def write(self, content: Any) -> int:
        written = super().write(content)
        self.waiting += written
        if self.waiting >= EAGER:
            os.posix_fadvise(self.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            self.waiting = 0
        return written


@contextmanager
def whole_file(target: Path) -> Iterator[BinaryIO]:
    """A file of mode 600 that gets its name when the block ends, and is removed if it fails.

    What a killed process left under the half name is overwritten by the next. Raises Invalid
    for a folder that is not there, Conflict (disk_full, file_too_large) when there is no room.
    """
    if not target.parent.is_dir():
        message = _("This folder does not exist.")
        raise Invalid(message, errors=[FieldError("to", "no_folder", message, str(target.parent))])
    half = target.with_name(target.name + HALF)
    try:
        with telling_full(target.parent):
            half.unlink(missing_ok=True)
            opened = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with BufferedWriter(EagerFile(opened, "wb")) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(half, target)
            sync_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise


@contextmanager
def telling_full(place: Path) -> Iterator[None]:
    """A full disk, or a file that grew too large for it, in words instead of an OSError."""
    try:
        yield
    except OSError as error:
        if error.errno == TOO_LARGE:
            text = _("%(place)s takes no file of this size; nothing was changed.")
            raise Conflict(text % {"place": place}, code="file_too_large") from error
        if error.errno not in FULL:
            raise
        text = _("The disk of %(place)s is full; nothing was changed.") % {"place": place}
        raise Conflict(text, code="disk_full") from error


def sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
