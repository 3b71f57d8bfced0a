"""Taking files in: type judged by content, stored once per content and county."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import FieldError, Invalid
from kernel.files.models import StoredFile
from kernel.jobs.domain import enqueue
from kernel.tenancy import current_county
from kernel.workdays.clock import now

# What proofs consist of: scans, office documents, photographs (never required).
ALLOWED = {
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/msword",
    "application/vnd.ms-excel",
    "application/zip",
    "text/plain",
}
HEAD = 8192
DROP_CONTENT = "files.drop_content"
HOLD = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


@transaction.atomic
def store_file(*, actor: Actor, upload: UploadedFile) -> StoredFile:
    """Keep an uploaded file. Raises Invalid for an empty, too large or unsuitable one."""
    size = upload.size or 0
    if size == 0:
        raise _refuse("empty", _("The file is empty."), upload.name, None)
    if size > settings.FILE_MAX_BYTES:
        limit = settings.FILE_MAX_BYTES
        message = _("The file is larger than %(limit)s MB.") % {"limit": limit // 1024**2}
        raise _refuse("too_large", message, size, limit)
    media_type = _judge_type(upload)
    if media_type not in ALLOWED:
        message = _("Files of this kind are not accepted.")
        raise _refuse("type", message, media_type, sorted(ALLOWED))
    digest = _write_once(upload)
    return StoredFile.objects.create(
        name=Path(upload.name or "file").name[:200],
        size=size,
        media_type=media_type,
        digest=digest,
        uploaded_by=actor.user_uuid,
        uploaded_name=actor.name,
        uploaded_at=now(),
    )


@transaction.atomic
def drop_file(*, actor: Actor, stored: StoredFile) -> None:
    """Forget a file that nothing refers to any more; a job destroys its content, once this is
    written, unless another file has the same."""
    stored.delete()
    enqueue(kind=DROP_CONTENT, payload={"digest": stored.digest}, actor=actor)


@transaction.atomic
def drop_content(digest: str) -> bool:
    """Destroy content that no file has any more; whether it was destroyed. May be repeated."""
    _hold(digest)
    if StoredFile.objects.filter(digest=digest).exists():
        return False
    path_of(digest).unlink(missing_ok=True)
    return True


def open_file(stored: StoredFile) -> BinaryIO:
    """The content of a stored file of the county one stands in."""
    return path_of(stored.digest).open("rb")


def path_of(digest: str) -> Path:
    """Where content lies: a folder per county, so that no content is shared between them."""
    return folder_of_county() / digest[:2] / digest


def folder_of_county() -> Path:
    """Where all content of the county one stands in lies."""
    return Path(settings.FILES_ROOT) / str(current_county())


def _judge_type(upload: UploadedFile) -> str:
    upload.seek(0)
    head = upload.read(HEAD)
    upload.seek(0)
    guessed = filetype.guess(head)
    if guessed is not None:
        return guessed.mime
    try:
        head.decode("utf-8", errors="strict" if len(head) < HEAD else "ignore")
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "application/octet-stream" if b"\0" in head else "text/plain"


def _write_once(upload: UploadedFile) -> str:
    folder = folder_of_county()
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
        for chunk in upload.chunks():
            digest.update(chunk)
            part.write(chunk)
        part.flush()
        os.fsync(part.fileno())
    _hold(digest.hexdigest())
    target = path_of(digest.hexdigest())
    target.parent.mkdir(exist_ok=True)
    os.replace(part.name, target)
    return digest.hexdigest()


def _hold(digest: str) -> None:
    """Content is not destroyed while a file that has it is written, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD, [f"{current_county()} {digest}"])


def _refuse(code: str, message: str, given: object, allowed: object) -> Invalid:
    return Invalid(message, errors=[FieldError("file", code, message, given, allowed)])
