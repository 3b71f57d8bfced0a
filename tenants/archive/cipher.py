"""The encrypted stream that an archive is.

    QZCOUNTY            8 bytes
    head                4 bytes of length, JSON: format, whether the content is packed by zlib,
                        scrypt cost and salt, salt of this file
    digest of the head  32 bytes, SHA-256: tells a damaged head from a wrong passphrase
    check               16 bytes derived from the key, for the same reason
    chunks              4 bytes of length (the top bit marks the last), AES-256-GCM

Each file has a key of its own. A chunk's nonce is its number and whether it is the last, and
each is bound to the head, so that a changed, moved, missing or added chunk shows. Memory is
that of one chunk.
"""

import hashlib
import hmac
import json
import os
import struct
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from tenants.archive import errors
from tenants.archive.passphrase import MAX_COST, check_passphrase, stretch

MAGIC = b"QZCOUNTY"
FORMAT = 2
ALWAYS_PACKED = 1  # the format whose head did not say
CHUNK = 256 * 1024
TAG = 16
HEAD_LIMIT = 4096
LAST = 0x80000000
# One salt of scrypt a process: each archive has a salt and key of its own below it.
_run_salt = os.urandom(16)


class SealedWriter:
    """Encrypts what is written to it into `file`; `close` writes the last chunk."""

    def __init__(self, file: BinaryIO, passphrase: str, *, packed: bool) -> None:
        head = {
            "format": FORMAT,
            "packed": packed,
            "cipher": "AES-256-GCM",
            "kdf": "scrypt",
            "cost": settings.ARCHIVE_SCRYPT_COST,
            "salt": _run_salt.hex(),
            "file_salt": os.urandom(16).hex(),
        }
        self._file = file
        self._number = 0
        self._waiting = bytearray()
        encoded = MAGIC + _framed(json.dumps(head, sort_keys=True).encode())
        self._bound = hashlib.sha256(encoded).digest()
        key, check = _keys_of(head, check_passphrase(passphrase))
        self._cipher = AESGCM(key)
        file.write(encoded + self._bound + check)

    def write(self, content: bytes) -> None:
        self._waiting += content
        while len(self._waiting) > CHUNK:
            with memoryview(self._waiting) as waiting:
                self._put(waiting[:CHUNK], last=False)
            del self._waiting[:CHUNK]

    def close(self) -> None:
        self._put(self._waiting, last=True)

    def _put(self, plain: bytearray | memoryview, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last), plain, self._bound)
        self._file.write(struct.pack(">I", len(sealed) | (LAST if last else 0)))
        self._file.write(sealed)
        self._number += 1


class SealedReader:
    """Gives the chunks of an archive one by one, each only when it is proved whole."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        self._file = file
        self._number = 0
        self._ended = False
        head, self._bound = _read_head(file)
        self.packed: bool = head["format"] == ALWAYS_PACKED or head["packed"]
        given = _exactly(file, 16)
        key, check = _keys_of(head, passphrase)
        if not hmac.compare_digest(given, check):
            raise errors.wrong_passphrase()
        self._cipher = AESGCM(key)

    def read_chunk(self) -> bytes:
        """The next chunk's content, b"" after the last. Raises BadArchive."""
        if self._ended:
            return b""
        (marked,) = struct.unpack(">I", _exactly(self._file, 4))
        last, length = bool(marked & LAST), marked & ~LAST
        if not TAG <= length <= CHUNK + TAG:
            raise errors.damaged(_("chunk %(number)s") % {"number": self._number})
        sealed = _exactly(self._file, length)
        try:
            plain = self._cipher.decrypt(_nonce(self._number, last), sealed, self._bound)
        except InvalidTag as error:
            raise errors.damaged(_("chunk %(number)s") % {"number": self._number}) from error
        self._number += 1
        self._ended = last
        if last and self._file.read(1):
            raise errors.damaged(_("something follows the end"))
        return plain


def _read_head(file: BinaryIO) -> tuple[dict[str, Any], bytes]:
    if file.read(len(MAGIC)) != MAGIC:
        raise errors.not_an_archive()
    (length,) = struct.unpack(">I", _exactly(file, 4))
    if length > HEAD_LIMIT:
        raise errors.damaged(_("head"))
    encoded = _exactly(file, length)
    bound = hashlib.sha256(MAGIC + _framed(encoded)).digest()
    if _exactly(file, 32) != bound:
        raise errors.damaged(_("head"))
    head = json.loads(encoded)
    if head["format"] > FORMAT:
        text = _("The archive has format %(given)s; this version reads up to %(known)s.")
        raise errors.BadArchive(
            text % {"given": head["format"], "known": FORMAT}, code="newer_version"
        )
    if not 1 <= head["cost"] <= MAX_COST:
        raise errors.damaged(_("head"))
    return head, bound


def _keys_of(head: dict[str, Any], passphrase: str) -> tuple[bytes, bytes]:
    """The file's key, and the bytes that tell whether it is the right one."""
    stretched = stretch(passphrase, bytes.fromhex(head["salt"]), head["cost"])
    both = HKDF(SHA256(), 48, bytes.fromhex(head["file_salt"]), b"county archive")
    derived = both.derive(stretched)
    return derived[:32], derived[32:]


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _framed(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _exactly(file: BinaryIO, length: int) -> bytes:
    content = file.read(length)
    if len(content) < length:
        raise errors.truncated()
    return content
