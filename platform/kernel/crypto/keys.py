"""Keys: one a county, wrapped by the master key that lies outside the database.

The wrapped key is kept with the county in public: a copy of the database alone opens
nothing, and a county is forgotten for good by destroying its one key. Field and index
keys are derived from it by HKDF-SHA256, each for its own purpose.
"""

import secrets
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kernel.crypto.cipher import decrypt, encrypt
from kernel.tenancy.connection import connection


class NoKey(RuntimeError):
    """Personal data was touched outside a county: there is no key for it there."""


def make_wrapped_key() -> str:
    """A fresh random county key, wrapped by the master key; for a county being made."""
    return wrap(secrets.token_hex(32))


def wrap(secret: str) -> str:
    """A secret as it may lie in the database: opened only by the master key."""
    return encrypt(secret, _derive(settings.MASTER_KEY, "wrap"))


def unwrap(wrapped: str) -> str:
    """The secret again. Raises Undecipherable for another master key."""
    return _unwrap(wrapped, settings.MASTER_KEY)


def data_key() -> bytes:
    """The 32-byte key for fields of the county one stands in; raises NoKey in public."""
    return _derive(_county_secret(), "field")


def index_key() -> bytes:
    """The 32-byte key of the county's blind indexes; raises NoKey in public."""
    return _derive(_county_secret(), "index")


def installation_key() -> bytes:
    """The 32-byte key for fields of public tables."""
    return _derive(settings.MASTER_KEY, "installation")


def _county_secret() -> str:
    wrapped = getattr(connection.tenant, "wrapped_key", "")
    if not wrapped:
        raise NoKey("Personal data is read and written only inside a county.")
    return unwrap(wrapped)


@lru_cache(maxsize=512)
def _unwrap(wrapped: str, master: str) -> str:
    return decrypt(wrapped, _derive(master, "wrap"))


@lru_cache(maxsize=2048)
def _derive(secret: str, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, b"qianzhan", purpose.encode()).derive(secret.encode())
