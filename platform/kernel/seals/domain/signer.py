"""The installation's signature: on certificates of erasure and on what it pushes upward."""

from kernel.crypto.signing import make_signing_pair
from kernel.seals.models import Signer
from kernel.workdays.clock import now


def installation_pair() -> tuple[str, str]:
    """(public key, wrapped private key) of this installation, made at the first call."""
    signer = Signer.objects.first()
    if signer is None:
        public_key, wrapped = make_signing_pair()
        made = {"public_key": public_key, "wrapped_signing_key": wrapped, "created_at": now()}
        signer, _ = Signer.objects.get_or_create(slot=1, defaults=made)
    return signer.public_key, signer.wrapped_signing_key
