"""Personal values: ciphertext in the column, another county's key opens nothing."""

import pytest
from django.db import connection

from kernel.accounts.models import User
from kernel.crypto import blind_index, mask_id_number, mask_name, mask_phone
from kernel.crypto.cipher import Undecipherable, decrypt, encrypt
from kernel.crypto.keys import NoKey, data_key
from kernel.tenancy import county_context
from tenants.models import County
from tests.conftest import COUNTY_CODE, OTHER_CODE
from tests.fixtures.people import make_user


def test_column_holds_no_plain_text(db):
    user = make_user()
    user.phone = "13900000000"
    user.save()

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user WHERE id = %s", [user.pk])
        stored = cursor.fetchone()[0]

    assert stored.startswith("a1:")
    assert "139" not in stored
    assert User.objects.get(pk=user.pk).phone == "13900000000"


def test_key_of_another_county_opens_nothing(counties):
    with county_context(COUNTY_CODE):
        stored = encrypt("密", data_key())

    with county_context(OTHER_CODE), pytest.raises(Undecipherable):
        decrypt(stored, data_key())


def test_changed_ciphertext_is_refused(county):
    stored = encrypt("密", data_key())
    changed = stored[:-4] + ("AAAA" if stored[-4:] != "AAAA" else "BBBB")

    with pytest.raises(Undecipherable):
        decrypt(changed, data_key())


@pytest.mark.parametrize("cipher", ["AES-256-GCM", "SM4-GCM"])
def test_both_ciphers_open_what_they_closed(county, settings, cipher):
    settings.CIPHER = cipher
    stored = encrypt("龑 13900000000", data_key())
    settings.CIPHER = "AES-256-GCM"

    assert decrypt(stored, data_key()) == "龑 13900000000"


def test_blind_index_is_the_same_in_one_county_and_differs_between_two(counties):
    with county_context(COUNTY_CODE):
        here = blind_index("51040219500101001x")
        assert blind_index(" 51040219500101001X ") == here
    with county_context(OTHER_CODE):
        assert blind_index("51040219500101001x") != here


def test_masks_show_the_least():
    assert mask_id_number("510402195001010017") == "510*************17"
    assert mask_phone("13912345678") == "139******78"
    assert mask_name("欧阳明") == "欧**"
    assert mask_name("张") == "*"


def test_no_key_outside_a_county(db):
    with county_context(None), pytest.raises(NoKey):
        data_key()


def test_county_key_is_wrapped_and_differs_between_counties(counties):
    here, there = County.objects.filter(code__in=[COUNTY_CODE, OTHER_CODE]).order_by("code")

    assert here.wrapped_key.startswith("a1:")
    assert here.wrapped_key != there.wrapped_key
    with county_context(COUNTY_CODE):
        own = data_key()
    with county_context(OTHER_CODE):
        assert data_key() != own
