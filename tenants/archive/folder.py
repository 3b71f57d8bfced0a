"""The installation's private folder of archives: what lies there, found by bare name only."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kernel.access.actor import Actor
from kernel.access.restrict import require
from kernel.accounts.models import OfficialRole
from kernel.errors import FieldError, Invalid
from tenants.archive.disk import archives_root


def list_archives(*, actor: Actor) -> list[dict[str, Any]]:
    """Name and size in bytes of each archive, the newest first. Raises Forbidden."""
    require(actor, OfficialRole.PLATFORM)
    found = sorted(_files(), key=lambda path: path.stat().st_mtime, reverse=True)
    return [{"name": path.name, "size": path.stat().st_size} for path in found]


def find_archive(name: str) -> Path:
    """An archive by its bare name. Raises Invalid, naming those that are there."""
    by_name = {path.name: path for path in _files()}
    if name not in by_name:
        message = _("There is no archive of this name.")
        error = FieldError("archive", "unknown", message, name, sorted(by_name))
        raise Invalid(message, errors=[error])
    return by_name[name]


def _files() -> list[Path]:
    return list(archives_root().glob("*.qzc"))
