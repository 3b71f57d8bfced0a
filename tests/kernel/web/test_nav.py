"""The navigation shows each person their entries, of their host, in order."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory, override_settings

from kernel.web import nav

pytestmark = pytest.mark.usefixtures("entries")


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nav, "_entries", {})
    nav.register("Log out", "web:logout", roles={"HEAD", "BUREAU"}, order=30)
    nav.register("Log in", "web:login", order=20)
    nav.register("Start", "web:desk", roles={"AUDITOR"}, order=10)
    nav.register("Operators", "web:language", host="ops", order=1)


def request_of(path: str, *roles: str, kind: str = "county") -> HttpRequest:
    request = RequestFactory().get(path)
    request.site = SimpleNamespace(kind=kind)
    request.actor = SimpleNamespace(roles=frozenset(roles))
    return request


@override_settings(ROOT_URLCONF="config.urls_county")
def test_by_role_and_host_in_order() -> None:
    links = nav.links_for(request_of("/logout/", "HEAD"))
    assert [(link.label, link.url, link.is_current) for link in links] == [
        ("Log in", "/login/", False),
        ("Log out", "/logout/", True),
    ]
    links = nav.links_for(request_of("/", "AUDITOR"))
    assert [(link.label, link.is_current) for link in links] == [("Start", True), ("Log in", False)]
    links = nav.links_for(request_of("/login/", "AUDITOR"))
    assert [(link.label, link.is_current) for link in links] == [("Start", False), ("Log in", True)]
    assert [x.label for x in nav.links_for(request_of("/", "PLATFORM", kind="ops"))] == [
        "Operators"
    ]


def test_nothing_for_who_holds_nothing() -> None:
    assert nav.links_for(request_of("/")) == []
    assert nav.links_for(RequestFactory().get("/")) == []


@override_settings(ROOT_URLCONF="config.urls_county")
def test_only_the_nearest_entry_is_the_current_one(monkeypatch: pytest.MonkeyPatch) -> None:
    nav.register("Network", "network:tree", order=40)
    nav.register("Members", "network:members", order=50)
    for path, current in (
        ("/network/members/new/", ["Members"]),
        ("/network/510402-S001/", ["Network"]),
        ("/nowhere/", []),
    ):
        links = nav.links_for(request_of(path, "BUREAU"))
        assert [link.label for link in links if link.is_current] == current
