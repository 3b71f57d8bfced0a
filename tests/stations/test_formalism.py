"""Nothing of what the rules against formalism on the fingertips forbid (X01, X02)."""

import re
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings

from stations.casework.forms import VisitForm
from tests.fixtures.clients import client_for
from tests.fixtures.counties import COUNTY
from tests.fixtures.people import make_member

FORBIDDEN = re.compile(
    r"latitude|longitude|geo|gps|check_?in|clock_?in|online|streak|ranking|minutes_used|last_seen"
)
ASKING = re.compile(r"geolocation|getUserMedia|mediaDevices|DeviceMotion|\bcapture=")
USE = re.compile(r"audit_|accounts_|django_session|kernel\.(audit|accounts)|last_login")
MOST = 6


def sources(*patterns: str) -> list[Path]:
    folders = (settings.ROOT / name for name in ("stations", "evaluation", "platform", "tenants"))
    found = [path for folder in folders for pattern in patterns for path in folder.rglob(pattern)]
    return [path for path in found if "vendor" not in path.parts]


def test_no_table_of_a_county_holds_what_watches_a_worker():
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.fields
    }
    assert len(fields) > 1000
    assert sorted(name for name in fields if FORBIDDEN.search(name.lower())) == []


def test_facts_are_drawn_from_nothing_that_tells_of_use():
    texts = list((settings.ROOT / "evaluation" / "facts").glob("*.py"))
    assert len(texts) > 20
    assert [path.name for path in texts if USE.search(path.read_text(encoding="utf-8"))] == []


def test_a_visit_asks_for_six_fields_and_none_is_a_file():
    fields = VisitForm(staff=[], persons=[]).fields
    required = [name for name, field in fields.items() if field.required]

    assert len(required) <= MOST
    assert not [name for name, field in fields.items() if isinstance(field, forms.FileField)]


def test_no_page_asks_a_phone_for_place_or_camera():
    texts = sources("*.js", "*.html")
    assert len(texts) > 100
    assert [path.name for path in texts if ASKING.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/casework/home-visits/", "/login/"])
def test_no_page_could_ask(county, path):
    answer = client_for(make_member("WORKER", scope_code="510402-S001"), COUNTY).get(path)
    policy = answer["Permissions-Policy"]
    assert {"geolocation=()", "camera=()", "microphone=()"} <= set(policy.split(", "))
