"""Taking files in: type judged by content, stored once per content and county."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

import filetype
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.errors import FieldError, Invalid
from kernel.files.models import StoredFile
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


def open_file(stored: StoredFile) -> BinaryIO:
    """The content of a stored file of the county one stands in."""
    return path_of(stored.digest).open("rb")


def path_of(digest: str) -> Path:
    """Where content lies: a folder per county, so that no content is shared between them."""
    return Path(settings.FILES_ROOT) / str(current_county()) / digest[:2] / digest


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
    folder = Path(settings.FILES_ROOT) / str(current_county())
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
        for chunk in upload.chunks():
            digest.update(chunk)
            part.write(chunk)
        part.flush()
        os.fsync(part.fileno())
    target = path_of(digest.hexdigest())
    target.parent.mkdir(exist_ok=True)
    os.replace(part.name, target)
    return digest.hexdigest()


def _refuse(code: str, message: str, given: object, allowed: object) -> Invalid:
    return Invalid(message, errors=[FieldError("file", code, message, given, allowed)])
