"""Signatures of a county and of the installation."""

import pytest

from kernel.crypto.cipher import Undecipherable
from kernel.crypto.signing import make_signing_pair, sign, verify
from kernel.seals.domain import installation_pair
from kernel.seals.models import Signer

CONTENT = "东区 2023".encode()


def test_only_the_same_content_and_pair_verify():
    public_key, wrapped = make_signing_pair()
    signature = sign(CONTENT, wrapped)
    other_key, _ = make_signing_pair()

    assert [
        verify(CONTENT, signature, public_key),
        verify(CONTENT + b" ", signature, public_key),
        verify(CONTENT, signature, other_key),
    ] == [True, False, False]


@pytest.mark.parametrize("bad", ["", "sm2:AAAA", "ed25519:", "ed25519:###", "ed25519:AAAA"])
def test_a_malformed_signature_is_no_signature(bad):
    public_key, _ = make_signing_pair()

    assert verify(CONTENT, bad, public_key) is False


def test_the_private_key_is_of_no_use_without_the_master_key(settings):
    _, wrapped = make_signing_pair()
    settings.MASTER_KEY = "another"

    with pytest.raises(Undecipherable):
        sign(CONTENT, wrapped)


@pytest.mark.django_db
def test_the_installation_has_one_pair():
    assert installation_pair() == installation_pair()
    assert Signer.objects.count() == 1
    public_key, wrapped = installation_pair()
    assert verify(CONTENT, sign(CONTENT, wrapped), public_key)
