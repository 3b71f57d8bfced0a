"""The passphrase of an archive: never on a command line, stretched by scrypt."""

import getpass
import hashlib
import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kernel.errors import FieldError, Invalid

VARIABLE = "QIANZHAN_PASSPHRASE"
BLOCK_SIZE, PARALLEL = 8, 1  # of scrypt; it needs 128 * 8 * 2**cost bytes
MAX_COST = 20  # an archive may not ask for more than a gigabyte


def check_passphrase(text: str) -> str:
    """The passphrase itself; raises Invalid for one that is too short to protect a county."""
    least = settings.ARCHIVE_PASSPHRASE_MIN
    if len(text) < least:
        message = _("The passphrase needs at least %(least)s characters.") % {"least": least}
        error = FieldError("passphrase", "too_short", message, None, f">= {least}")
        raise Invalid(message, code="passphrase_too_short", errors=[error])
    return text


def read_passphrase(
    file: Path | None, *, twice: bool = False, ask: Callable[[str], str] = getpass.getpass
) -> str:
    """From a file, else from QIANZHAN_PASSPHRASE, else asked for (twice for a new archive)."""
    if file is not None:
        try:
            return check_passphrase(file.read_text(encoding="utf-8").strip("\r\n"))
        except (OSError, UnicodeDecodeError) as error:
            message = _("The file with the passphrase cannot be read.")
            raise Invalid(
                message, errors=[FieldError("passphrase_file", "unreadable", message, str(file))]
            ) from error
    if given := os.environ.get(VARIABLE):
        return check_passphrase(given)
    text = check_passphrase(ask(_("Passphrase: ")))
    if twice and ask(_("Passphrase again: ")) != text:
        raise Invalid(_("The two passphrases differ."), code="passphrases_differ")
    return text


@lru_cache(maxsize=16)
def stretch(passphrase: str, salt: bytes, cost: int) -> bytes:
    """32 bytes by scrypt with N = 2**cost; kept for the process, so that a run over many
    counties with one salt stretches once."""
    return hashlib.scrypt(
        passphrase.encode(),
        salt=salt,
        n=2**cost,
        r=BLOCK_SIZE,
        p=PARALLEL,
        maxmem=129 * BLOCK_SIZE * 2**cost + 2**20,
        dklen=32,
    )
