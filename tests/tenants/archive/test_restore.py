"""A county out of its archive: over itself."""

import pytest

from kernel.access.actor import Actor
from kernel.accounts.models import User
from tenants.archive.restore import restore_county, see_county
from tests.fixtures.counties import COUNTY
from tests.tenants.archive.answers import ask_everything
from tests.tenants.archive.conftest import PASSPHRASE, Packed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("counties")]


def test_in_place(packed: Packed) -> None:
    restore_county(
        file=packed.file,
        passphrase=PASSPHRASE,
        actor=Actor.system(None),
        confirmation=see_county(COUNTY),
    )
    user = User.objects.get(username=packed.user)
    assert ask_everything(COUNTY, user) == packed.answers
