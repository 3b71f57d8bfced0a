"""The register of processing activities (X08)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kernel.audit.models import Entry
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.workdays import clock
from stations.casework.domain import assess_again, end_processing, record_processing
from stations.casework.models import ProcessingActivity
from tests.conftest import DAY as TODAY
from tests.stations.conftest import ROLES

STARTED = date(2026, 6, 1)
REPORT = "仅站内人员可见，风险：设备遗失；措施：加密和脱敏"
ASSESSED = {"assessed_on": date(2026, 5, 4), "assessed_by": "县民政局法规股", "report": REPORT}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def enter(actor, hub, **changes):
    facts = {
        "name": "困难群众建档",
        "purpose": "提供社会工作服务",
        "data_kinds": "姓名、身份证件号码、住址、家庭状况",
        "legal_basis": "CONSENT",
        "retention": "结案后十年",
        "started_on": STARTED,
    }
    return record_processing(actor=actor, station=hub, **(facts | changes))


def test_an_activity_is_entered_assessed_again_and_ended(network, actor, done):
    bureau, hub = actor("BUREAU"), network["H001"]
    made = enter(bureau, hub, is_sensitive=True, **ASSESSED)
    assert made.next_review_on == date(2027, 5, 4)

    review = {"assessed_on": TODAY, "assessed_by": "第三方机构", "report": " 复核报告 "}
    again = assess_again(actor=bureau, entry=made, **review)
    assert (again.assessed_by, again.next_review_on) == ("第三方机构", date(2027, 11, 20))
    ended = end_processing(actor=bureau, entry=again, on=TODAY)
    assert (ended.ended_on, ended.keep_until) == (TODAY, date(2029, 11, 20))
    for act in (
        lambda: end_processing(actor=bureau, entry=ended, on=TODAY),
        lambda: assess_again(actor=bureau, entry=ended, **review),
    ):
        with pytest.raises(Conflict):
            act()
    assert done() == [
        *("processing.enter", "processing.report"),
        *("processing.assess", "processing.report"),
        "processing.end",
    ]
    # Each report stays, encrypted, and none stands in the trail.
    assert list(made.assessments.values_list("report", flat=True)) == ["复核报告", REPORT]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(report, '') FROM casework_impactassessment")
        assert "复核报告" not in cursor.fetchone()[0]
    assert REPORT not in str(list(Entry.objects.values_list("object_text", "before", "after")))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"is_sensitive": True}, "assessed_on"),
        ({"entrusted_to": "某软件公司"}, "assessed_on"),
        ({"is_sensitive": True, **ASSESSED, "assessed_by": " "}, "assessed_by"),
        ({"is_sensitive": True, **ASSESSED, "assessed_on": date(2026, 6, 2)}, "assessed_on"),
        ({**ASSESSED, "report": " "}, "report"),
        ({**ASSESSED, "assessed_on": TODAY + timedelta(days=1)}, "assessed_on"),
        ({"assessed_by": "县民政局"}, "assessed_on"),
        ({"legal_basis": "BECAUSE"}, "legal_basis"),
        ({"purpose": " "}, "purpose"),
        ({"started_on": TODAY + timedelta(days=1)}, "started_on"),
    ],
)
def test_what_an_activity_may_not_be(network, actor, changes, field):
    with pytest.raises(Invalid) as refused:
        enter(actor("BUREAU"), network["H001"], **changes)
    assert refused.value.errors[0].field == field
    assert not ProcessingActivity.objects.exists()


def test_the_register_is_kept_at_the_hub(network, actor):
    with pytest.raises(Invalid) as refused:
        enter(actor("BUREAU"), network["S001"])
    assert refused.value.errors[0].field == "station"


def test_an_end_before_the_beginning_or_an_older_assessment_is_refused(network, actor):
    bureau = actor("BUREAU")
    made = enter(bureau, network["H001"], **ASSESSED)
    with pytest.raises(Invalid):
        end_processing(actor=bureau, entry=made, on=date(2026, 5, 31))
    with pytest.raises(Invalid):
        assess_again(actor=bureau, entry=made, **(ASSESSED | {"assessed_on": date(2026, 5, 3)}))


def test_the_bureau_writes_hub_and_auditor_read(network, actor):
    made = enter(actor("BUREAU"), network["H001"])
    actors = {role: actor(role) for role in ROLES}
    rows = ProcessingActivity.objects
    assert {r for r, a in actors.items() if rows.restrict(a, "view")} == {
        "BUREAU", "HUB_STAFF", "AUDITOR"
    }  # fmt: skip
    assert {r for r, a in actors.items() if rows.restrict(a, "edit")} == {"BUREAU"}
    for role in ("HUB_STAFF", "HEAD", "AUDITOR"):
        with pytest.raises(Forbidden):
            enter(actors[role], network["H001"])
        with pytest.raises(Forbidden):
            end_processing(actor=actors[role], entry=made, on=TODAY)


@pytest.mark.parametrize(
    "values",
    [
        {"is_sensitive": True},
        {"entrusted_to": "某公司"},
        {"assessed_by": "某人"},
        {"assessed_on": STARTED},
        {"ended_on": TODAY},
        {"keep_until": TODAY},
    ],
)
def test_an_activity_s_impossible_states(network, actor, values):
    made = enter(actor("BUREAU"), network["H001"])
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcessingActivity.objects.filter(pk=made.pk).update(**values)
