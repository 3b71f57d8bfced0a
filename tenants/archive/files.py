"""A county's files on disk, by digest: out into an archive, in from one, and away."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kernel.errors import Conflict
from tenants.archive.disk import sync_folder, telling_full
from tenants.archive.parts import PartWriter

PIECE = 256 * 1024


def folder_of(code: str) -> Path:
    """Where the files of a county lie (kernel.files)."""
    return Path(settings.FILES_ROOT) / code


def path_of(code: str, digest: str) -> Path:
    return folder_of(code) / digest[:2] / digest


def send_file(code: str, digest: str, part: PartWriter) -> None:
    """Write one file's content. Raises Conflict (read_file): an archive that lacks a proof is
    none."""
    for piece in read_file(code, digest):
        part.write(piece)


def read_file(code: str, digest: str) -> Iterator[bytes]:
    """The pieces of a content. Raises Conflict, at the latest after the last piece, for one that
    is missing or was changed on disk."""
    seen = hashlib.sha256()
    try:
        with path_of(code, digest).open("rb") as file:
            while piece := file.read(PIECE):
                seen.update(piece)
                yield piece
    except FileNotFoundError as error:
        raise _lost(digest) from error
    if seen.hexdigest() != digest:
        raise _lost(digest)


def keep_file(code: str, digest: str, blocks: Iterable[bytes]) -> None:
    """Put a file in its place, whole or not at all; one that is there is written again."""
    target = path_of(code, digest)
    with telling_full(folder_of(code)):
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as half:
            try:
                for block in blocks:
                    half.write(block)
                half.flush()
                os.fsync(half.fileno())
                os.replace(half.name, target)
            except BaseException:
                Path(half.name).unlink(missing_ok=True)
                raise


def move_files(stage: str, code: str) -> None:
    """Put every file of a stage into a county's folder; what lies there already is replaced by
    the same content."""
    folders = set()
    with telling_full(folder_of(code)):
        for path, _written in list(list_files(stage)):
            target = path_of(code, path.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
            folders.add(target.parent)
        for folder in folders:
            sync_folder(folder)
    drop_files(stage)


def copy_file(source: str, to: str, digest: str) -> None:
    """Give a county content that another one has. Raises Conflict as read_file does."""
    if not path_of(to, digest).exists():
        keep_file(to, digest, read_file(source, digest))
        sync_folder(path_of(to, digest).parent)


def list_files(code: str) -> Iterator[tuple[Path, int]]:
    """Every file of a county with the time of its last writing."""
    for path in folder_of(code).rglob("*"):
        if path.is_file():
            yield path, path.stat().st_mtime_ns


def drop_files(code: str) -> int:
    """Remove every file of a county; how many. May be repeated."""
    number = sum(1 for _path in list_files(code))
    folder = folder_of(code)
    if folder.exists():
        shutil.rmtree(folder)
    return number


def drop_strangers(found: Iterable[tuple[Path, int]], keep: set[str]) -> None:
    """Remove those files whose digest is not kept, unless they were written again since."""
    for path, written in found:
        if path.name not in keep and path.exists() and path.stat().st_mtime_ns == written:
            path.unlink()


def _lost(digest: str) -> Conflict:
    text = _("The content of file %(digest)s is missing or was changed on disk.")
    return Conflict(text % {"digest": digest}, code="file_lost")
