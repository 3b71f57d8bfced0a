"""Destroying content that no file names: it is written before its row, which may fail."""

import time
from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

from django.conf import settings

from kernel.files.domain.stored_file import drop_content, folder_of_county
from kernel.files.models import StoredFile

SHARDS = "[0-9a-f]" * 2
BATCH = 1000
SECONDS = 3600  # of an hour


def sweep_files() -> int:
    """Destroy what lies in the county's folder longer than FILE_ORPHAN_HOURS without a file, and
    parts of uploads that broke off. Gives how many."""
    folder = folder_of_county()
    parts = [part for part in folder.glob("*") if _is_old(part)]
    for part in parts:
        part.unlink(missing_ok=True)
    return len(parts) + sum(drop_content(digest) for digest in _orphans(folder))


def _orphans(folder: Path) -> Iterator[str]:
    old = [content.name for content in folder.glob(f"{SHARDS}/*") if _is_old(content)]
    for start in range(0, len(old), BATCH):
        digests = old[start : start + BATCH]
        named = StoredFile.objects.filter(digest__in=digests).values_list("digest", flat=True)
        yield from sorted(set(digests) - set(named))


def _is_old(path: Path) -> bool:
    """Of a file; a part whose upload ends just now is gone from here."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    age = time.time() - found.st_mtime  # the disk's clock, never the demo's shifted one
    return S_ISREG(found.st_mode) and age > settings.FILE_ORPHAN_HOURS * SECONDS
