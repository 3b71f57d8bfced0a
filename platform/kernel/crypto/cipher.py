"""Authenticated encryption of single values: AES-256-GCM, or SM4-GCM by setting."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from django.conf import settings

NONCE = 12
TAG = 16
MARKS = {"AES-256-GCM": "a1", "SM4-GCM": "s1"}


class Undecipherable(ValueError):
    """A stored value that this key does not open: another key, or changed."""


def encrypt(plain: str, key: bytes) -> str:
    """Text -> mark:base64(nonce, tag, ciphertext). The mark names the cipher."""
    mark = MARKS[settings.CIPHER]
    nonce = os.urandom(NONCE)
    worker = Cipher(_algorithm(mark, key), GCM(nonce)).encryptor()
    body = worker.update(plain.encode()) + worker.finalize()
    return f"{mark}:" + urlsafe_b64encode(nonce + worker.tag + body).decode()


def decrypt(stored: str, key: bytes) -> str:
    """The text of an encrypted value; raises Undecipherable."""
    mark, _, encoded = stored.partition(":")
    raw = urlsafe_b64decode(encoded)
    nonce, tag, body = raw[:NONCE], raw[NONCE : NONCE + TAG], raw[NONCE + TAG :]
    worker = Cipher(_algorithm(mark, key), GCM(nonce, tag)).decryptor()
    try:
        return (worker.update(body) + worker.finalize()).decode()
    except InvalidTag as error:
        raise Undecipherable("The value was encrypted with another key, or changed.") from error


def _algorithm(mark: str, key: bytes) -> AES | SM4:
    if mark == MARKS["AES-256-GCM"]:
        return AES(key)
    if mark == MARKS["SM4-GCM"]:
        return SM4(key[:16])
    raise Undecipherable(f"Unknown cipher mark {mark!r}.")
