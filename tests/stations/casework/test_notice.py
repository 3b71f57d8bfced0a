"""The notice about rights and secrecy: given with its version, kept on the file (N08)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from kernel.errors import Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.consent_texts import current_notice, notice_versions
from stations.casework.domain import file_beneficiary, give_notice
from stations.casework.models import Beneficiary
from tests.conftest import DAY as TODAY
from tests.fixtures.records import file_person


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def test_the_text_names_rights_and_secrecy():
    for word in ("查阅", "更正", "撤回同意", "删除", "保密", "投诉"):
        assert word in current_notice(), word


def test_filing_keeps_version_and_day(network, actor):
    filed = {"station": network["S001"], "division_code": "510402001001", "filed_on": TODAY}
    told = file_beneficiary(actor=actor("WORKER"), name="曾甲", notice_given_on=TODAY, **filed)
    untold = file_beneficiary(actor=actor("WORKER"), name="曾乙", **filed)

    assert (told.notice_version, told.notice_given_on) == (notice_versions()[-1], TODAY)
    assert (untold.notice_version, untold.notice_given_on) == ("", None)


def test_it_is_given_later_to_files_from_before(network, actor, done):
    person = file_person(network["S001"])
    told = give_notice(actor=actor("WORKER"), beneficiary=person, on=date(2026, 11, 1))
    assert told.notice_given_on == date(2026, 11, 1)
    assert done() == ["beneficiary.notice"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"on": TODAY + timedelta(days=1)}, "on"), ({"version": "99"}, "version")],
)
def test_what_is_refused(network, actor, changes, field):
    person = file_person(network["S001"])
    with pytest.raises(Invalid) as refused:
        give_notice(actor=actor("WORKER"), beneficiary=person, **({"on": TODAY} | changes))
    assert refused.value.errors[0].field == field
    with pytest.raises(Forbidden):
        give_notice(actor=actor("BUREAU"), beneficiary=person, on=TODAY)


def test_a_version_has_its_day(network):
    person = file_person(network["S001"])
    for values in ({"notice_version": "1"}, {"notice_given_on": TODAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Beneficiary.objects.filter(pk=person.pk).update(**values)
