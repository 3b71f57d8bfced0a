"""Looking into an archive: what it says of itself, and whether all of it is whole."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from kernel.crypto.signing import verify
from kernel.errors import FieldError, Invalid
from tenants.archive import errors
from tenants.archive.export import Progress, quiet
from tenants.archive.parts import ArchiveReader, Manifest, canonical
from tenants.archive.shape import county_labels


@dataclass(frozen=True)
class Head:
    """The archive's first part. `history`: [app, migration] of its schema."""

    product: str
    exported_at: str
    county: dict[str, Any]
    chain: dict[str, Any]
    history: list[list[str]]

    @property
    def code(self) -> str:
        return str(self.county["code"])


@contextmanager
def open_archive(file: Path, passphrase: str) -> Iterator[ArchiveReader]:
    """A reader of the archive. Raises Invalid for a file that cannot be read, BadArchive."""
    try:
        opened = file.open("rb")
    except OSError as error:
        message = _("The archive cannot be read.")
        raise Invalid(
            message, errors=[FieldError("file", "unreadable", message, str(file))]
        ) from error
    with opened:
        yield ArchiveReader(opened, passphrase)


def read_head(file: Path, passphrase: str) -> Head:
    """What the archive says of itself. Raises BadArchive, also for one of a newer version."""
    with open_archive(file, passphrase) as reader:
        first = next(reader.parts())
        head = to_head(json.loads(first.read()))
    refuse_newer(head)
    return head


def to_head(data: dict[str, Any]) -> Head:
    return Head(**{each.name: data[each.name] for each in fields(Head)})


def verify_archive(file: Path, passphrase: str, progress: Progress = quiet) -> Manifest:
    """Read all of it, every digest compared, the county's signature too. Raises BadArchive."""
    with open_archive(file, passphrase) as reader:
        for number, part in enumerate(reader.parts(), start=1):
            part.skip()
            progress(number, number)
    return proved(reader)


def proved(reader: ArchiveReader) -> Manifest:
    """The manifest of an archive that was read to its end, signed by the county it names."""
    manifest = reader.manifest
    assert manifest is not None
    public_key = manifest.head["county"]["public_key"]
    if public_key and not verify(canonical(manifest.to_data()), manifest.signature, public_key):
        raise errors.damaged(_("signature"))
    return manifest


def refuse_newer(head: Head) -> None:
    """Refuse a schema with migrations that this version does not know, naming them."""
    labels = county_labels()
    known = {key for key in MigrationLoader(None).disk_migrations if key[0] in labels}
    if unknown := sorted({tuple(each) for each in head.history} - known):
        text = _("The archive is of a newer version (%(product)s), which has %(names)s.") % {
            "product": head.product,
            "names": ", ".join(".".join(each) for each in unknown[:5]),
        }
        raise errors.BadArchive(text, code="newer_version")
