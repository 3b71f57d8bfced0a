"""Whoever fills in a form stands there as the worker."""

import pytest
from django.urls import reverse

from kernel.workdays import clock
from tests.conftest import DAY as TODAY
from tests.fixtures.records import add_worker, works

CODE = "510402-S001"


@pytest.mark.parametrize("form", ["services-new", "care-plans-new", "case-new"])
def test_a_worker_stands_on_the_form_as_the_worker(form, network, member, county_client):
    user = member("WORKER", scope_code=CODE)
    own = add_worker("王小芳", user_uuid=user.uuid, user_name=user.display_name)
    works(own, network["S001"])

    address = reverse(f"casework:{form}", args=[CODE], urlconf="config.urls_county")
    with clock.frozen(TODAY):
        shown = county_client(user).get(address).content.decode()

    assert f'<option value="{own.uuid}" selected>' in shown
