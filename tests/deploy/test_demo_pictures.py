"""The demo's consents to pictures are asked for anew before they lapse."""

from datetime import date, timedelta

from deploy.demodata.cases import IMAGES, _images
from stations.casework.custody_rules import add_months

UNTIL = date(2026, 11, 30)


def test_each_consent_begins_while_the_one_before_holds():
    person = {"id": 1, "filed_on": date(2021, 6, 21)}

    days = [row["valid_from"] for row in _images([person] * IMAGES, UNTIL)]

    assert days[0] == person["filed_on"] + timedelta(30)
    ends = [add_months(day, 24) for day in days]
    assert all(begins < end for begins, end in zip(days[1:], ends, strict=False))
    assert days[-1] <= UNTIL < ends[-1]
