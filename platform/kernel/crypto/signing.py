"""Signing with Ed25519: a pair a county, and one of the installation (decision 20).

The private half is kept wrapped by the master key, which lies outside the database. A signature
names its algorithm, so that SM2 can stand beside it.
"""

from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kernel.crypto.keys import unwrap, wrap

ALGORITHM = "ed25519"


def make_signing_pair() -> tuple[str, str]:
    """A fresh pair: the public key in base64, the private one wrapped by the master key."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return _encode(public), wrap(_encode(private.private_bytes_raw()))


def sign(content: bytes, wrapped_private: str) -> str:
    """``ed25519:`` and the signature in base64. Raises Undecipherable for another master key."""
    private = Ed25519PrivateKey.from_private_bytes(_decode(unwrap(wrapped_private)))
    return f"{ALGORITHM}:{_encode(private.sign(content))}"


def verify(content: bytes, signature: str, public_key: str) -> bool:
    """Whether the holder of the pair signed just this content; False for any malformed text."""
    algorithm, _, encoded = signature.partition(":")
    if algorithm != ALGORITHM:
        return False
    try:
        public = Ed25519PublicKey.from_public_bytes(_decode(public_key))
        public.verify(_decode(encoded), content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _encode(raw: bytes) -> str:
    # Not the alphabet for URLs: a key that begins with "-" is taken for an option by a command.
    return b64encode(raw).decode()


def _decode(text: str) -> bytes:
    return b64decode(text, validate=True)
