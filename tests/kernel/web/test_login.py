"""Log-in and log-out as requests: statuses, where they lead, what they refuse."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from kernel.accounts.models import User
from tests.fixtures.people import PASSWORD


@pytest.fixture
def user(member: Callable[..., User]) -> User:
    return member("BUREAU")


def post(client: Client, user: User, password: str = PASSWORD, **more: str) -> tuple[int, str]:
    answer = client.post("/login/", {"username": user.username, "password": password, **more})
    return answer.status_code, answer.get("Location", "")


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/network/?year=2026", "/network/?year=2026"),
        ("", "/"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_leads_to_pages_of_this_host_only(
    county_client: Callable[..., Client], user: User, wanted: str, reached: str
) -> None:
    assert post(county_client(), user, next=wanted) == (302, reached)


def test_a_wrong_password_is_422_and_echoes_none(
    county_client: Callable[..., Client], user: User
) -> None:
    answer = county_client().post("/login/", {"username": user.username, "password": "wrong-one"})
    assert answer.status_code == 422
    assert "wrong-one" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_empty_fields_are_named(db: None, county_client: Callable[..., Client]) -> None:
    answer = county_client().post("/login/", {})
    form = answer.context["form"]
    assert answer.status_code == 422
    assert sorted(form.errors) == ["password", "username"]


def test_lock_out_is_429_even_for_the_right_password(
    county_client: Callable[..., Client], user: User
) -> None:
    client = county_client()
    for _ in range(settings.LOCKOUT_TRIES):
        assert post(client, user, "wrong")[0] == 422
    assert post(client, user)[0] == 429


def test_who_is_in_goes_on(county_client: Callable[..., Client], user: User) -> None:
    answer = county_client(user).get("/login/?next=/network/")
    assert (answer.status_code, answer["Location"]) == (302, "/network/")


def test_a_log_out_link_asks_and_posting_ends(
    county_client: Callable[..., Client], user: User
) -> None:
    client = county_client(user)
    assert client.get("/logout/").status_code == 200
    assert client.get("/").status_code == 200
    assert client.post("/logout/")["Location"] == "/login/"
    assert client.get("/")["Location"] == "/login/?next=/"


def test_province_has_the_same_door(
    county_client: Callable[..., Client], official: Callable[..., User]
) -> None:
    assert post(county_client(county=None), official("PROVINCE", "51")) == (302, "/")


def test_forms_need_their_token(county_client: Callable[..., Client], user: User) -> None:
    client = Client(headers={"host": "510402.localhost"}, enforce_csrf_checks=True)
    answer = client.post("/login/", {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 403
    assert "<h1>页面已过期</h1>" in answer.content.decode()


def test_scripts_of_kept_pages_learn_who_is_logged_in(
    county_client: Callable[..., Client], user: User
) -> None:
    """Without a link nobody else tells them whose the list on the phone is."""
    client = county_client()
    post(client, user, "wrong")
    assert "reader" not in client.cookies
    post(client, user)
    reader, session = (client.cookies[name] for name in ("reader", settings.SESSION_COOKIE_NAME))
    assert reader.value == str(user.uuid)
    for name in ("max-age", "path", "samesite", "secure"):
        assert reader[name] == session[name]
    client.post("/logout/")
    assert client.cookies["reader"].value == ""
