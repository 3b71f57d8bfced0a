"""The daily task seals every county's chain, each with its own head."""

from datetime import date

from kernel.access.actor import Actor
from kernel.access.models import Membership
from kernel.audit.domain import record
from kernel.audit.models import ChainHead
from kernel.audit.tasks import seal_chains
from kernel.seals.models import Seal
from kernel.tenancy import county_context, current_county
from kernel.workdays.clock import frozen
from tests.fixtures.counties import COUNTY, OTHER
from tests.fixtures.people import make_member


def test_each_county_is_sealed_with_its_own_head(counties: None) -> None:
    heads = {}
    for county, number in ((COUNTY, 2), (OTHER, 3)):
        make_member("BUREAU", county=county)
        with county_context(county):
            for _ in range(number):
                actor = Actor.system(county)
                record(actor=actor, action="membership.grant", obj=Membership.objects.first())
            heads[county] = ChainHead.objects.values_list("seq", "digest").get()
    assert heads[COUNTY] != heads[OTHER]
    with frozen(date(2026, 11, 20)):
        assert (seal_chains(), seal_chains()) == (2, 2)
    sealed = Seal.objects.order_by("county_code").values_list("county_code", "day", "seq", "digest")
    day = date(2026, 11, 20)
    assert list(sealed) == [(COUNTY, day, *heads[COUNTY]), (OTHER, day, *heads[OTHER])]
    assert current_county() is None
