"""Keys: one a county, derived from the master key that lies outside the database.

HKDF-SHA256 binds each key to the installation, the county and its purpose, so no key
lies in the database and a copy of the database alone opens nothing.
"""

import hashlib
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kernel.tenancy import current_county


def data_key() -> bytes:
    """The 32-byte key for fields of the county one stands in."""
    return _derive(settings.MASTER_KEY, f"field:{current_county() or 'public'}")


def installation_key() -> bytes:
    """The 32-byte key for fields of public tables."""
    return _derive(settings.MASTER_KEY, "field:public")


def index_key() -> bytes:
    """The 32-byte key of the county's blind indexes."""
    return _derive(settings.MASTER_KEY, f"index:{current_county() or 'public'}")


@lru_cache(maxsize=512)
def _derive(master: str, purpose: str) -> bytes:
    salt = hashlib.sha256(b"qianzhan").digest()
    return HKDF(SHA256(), 32, salt, purpose.encode()).derive(master.encode())
