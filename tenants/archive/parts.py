"""What lies in the encrypted stream: parts one after another, packed or not, a manifest last.

A part begins with its description, has blocks of content, and ends with the number of its rows.
The manifest lists every part with its SHA-256; its own digest names the archive.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from tenants.archive import errors
from tenants.archive.cipher import SealedReader, SealedWriter

BLOCK = 256 * 1024
BEGIN, DATA, END, MANIFEST = b"P", b"D", b"E", b"M"
FRAME = struct.Struct(">cI")


@dataclass
class Part:
    """One part as the manifest lists it: kind, name, bytes, rows and digest of its content."""

    kind: str
    name: str
    about: dict[str, Any] = field(default_factory=dict)
    bytes: int = 0
    rows: int = 0
    digest: str = ""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds; `head` describes the county and the version it was written by."""

    head: dict[str, Any]
    parts: list[dict[str, Any]]
    # The county's own, over the canonical text of the two.
    signature: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256(canonical(self.to_data())).hexdigest()

    def to_data(self) -> dict[str, Any]:
        return {"head": self.head, "parts": self.parts}

    @property
    def rows(self) -> int:
        return sum(part["rows"] for part in self.parts if part["kind"] == "table")


def canonical(data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


class ArchiveWriter:
    """Writes parts; `close` adds the manifest and gives it."""

    def __init__(self, file: BinaryIO, passphrase: str, head: dict[str, Any]) -> None:
        level = settings.ARCHIVE_COMPRESSION
        self._zip = zlib.compressobj(level) if level else None
        self._sealed = SealedWriter(file, passphrase, packed=bool(level))
        self._head = head
        self._parts: list[dict[str, Any]] = []
        self.add("head", "head", canonical(head))

    def begin(self, kind: str, name: str, **about: Any) -> "PartWriter":
        self._frame(BEGIN, canonical({"kind": kind, "name": name, "about": about}))
        return PartWriter(self, Part(kind, name, about))

    def add(self, kind: str, name: str, content: bytes, *, rows: int = 0, **about: Any) -> None:
        """A part whose content is at hand."""
        part = self.begin(kind, name, **about)
        part.write(content)
        part.end(rows=rows)

    def close(self, sign: Callable[[bytes], str] = lambda content: "") -> Manifest:
        """Write the manifest, signed, and the end."""
        data = {"head": self._head, "parts": self._parts}
        manifest = Manifest(self._head, self._parts, sign(canonical(data)))
        self._frame(MANIFEST, canonical({**data, "signature": manifest.signature}))
        if self._zip:
            self._sealed.write(self._zip.flush())
        self._sealed.close()
        return manifest

    def _frame(self, mark: bytes, content: bytes) -> None:
        for piece in (FRAME.pack(mark, len(content)), content):
            self._sealed.write(self._zip.compress(piece) if self._zip else piece)


class PartWriter:
    """One part being written: small pieces are gathered into blocks."""

    def __init__(self, archive: ArchiveWriter, part: Part) -> None:
        self._archive, self._part = archive, part
        self._digest = hashlib.sha256()
        self._waiting: list[bytes] = []
        self._size = 0

    def write(self, content: bytes) -> None:
        self._waiting.append(content)
        self._size += len(content)
        if self._size >= BLOCK:
            self._flush()

    def end(self, *, rows: int = 0) -> Part:
        if self._waiting:
            self._flush()
        part = self._part
        part.rows, part.digest = rows, self._digest.hexdigest()
        self._archive._frame(END, canonical({"rows": rows, "digest": part.digest}))
        self._archive._parts.append(vars(part))
        return part

    def _flush(self) -> None:
        block = b"".join(self._waiting)
        self._part.bytes += len(block)
        self._digest.update(block)
        self._archive._frame(DATA, block)
        self._waiting, self._size = [], 0


class ArchiveReader:
    """Reads parts in the order they were written. The first is the head.

    Whoever asks for a part reads its content to the end before the next one; `manifest` is
    there after the last. What was read is proved only then: write nothing final before.
    """

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        self._sealed = SealedReader(file, passphrase)
        self._zip = zlib.decompressobj() if self._sealed.packed else None
        self._ready = bytearray()
        self._found: list[dict[str, Any]] = []
        self.manifest: Manifest | None = None

    def parts(self) -> Iterator["PartReader"]:
        """Every part; then the manifest has been compared with what was read."""
        while True:
            mark, content = self._next_frame()
            if mark == MANIFEST:
                self._prove(json.loads(content))
                return
            if mark != BEGIN:
                raise errors.damaged(_("order of parts"))
            reader = PartReader(self, Part(**json.loads(content)))
            yield reader
            reader.skip()
            self._found.append(vars(reader.part))

    def _prove(self, data: dict[str, Any]) -> None:
        while self._sealed.read_chunk():
            pass
        if data["parts"] != self._found:
            raise errors.damaged(_("manifest"))
        self.manifest = Manifest(**data)

    def _next_frame(self) -> tuple[bytes, bytes]:
        mark, length = FRAME.unpack(self._take(FRAME.size))
        return mark, self._take(length)

    def _take(self, length: int) -> bytes:
        while len(self._ready) < length:
            chunk = self._sealed.read_chunk()
            if not chunk:
                raise errors.truncated()
            try:
                self._ready += self._zip.decompress(chunk) if self._zip else chunk
            except zlib.error as error:
                raise errors.damaged(_("compression")) from error
        taken = bytes(self._ready[:length])
        del self._ready[:length]
        return taken


class PartReader:
    """One part being read."""

    def __init__(self, archive: ArchiveReader, part: Part) -> None:
        self._archive, self.part = archive, part
        self._digest = hashlib.sha256()
        self._ended = False

    def blocks(self) -> Iterator[bytes]:
        """The content, piece by piece; its digest is compared after the last."""
        while not self._ended:
            mark, content = self._archive._next_frame()
            if mark == DATA:
                self.part.bytes += len(content)
                self._digest.update(content)
                yield content
            elif mark == END:
                self._end(json.loads(content))
            else:
                raise errors.damaged(self.part.name)

    def read(self) -> bytes:
        return b"".join(self.blocks())

    def skip(self) -> None:
        for _block in self.blocks():
            pass

    def _end(self, end: dict[str, Any]) -> None:
        self._ended = True
        self.part.rows, self.part.digest = end["rows"], self._digest.hexdigest()
        if end["digest"] != self.part.digest:
            raise errors.damaged(self.part.name)
