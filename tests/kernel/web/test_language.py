"""zh-hans for everybody who has not chosen: Accept-Language is not asked."""

from collections.abc import Callable

from django.conf import settings
from django.test import Client
from django.utils import translation

from kernel.accounts.models import User

LOGIN = "/login/"


def title_of(client: Client, **headers: str) -> str:
    page = client.get(LOGIN, headers=headers).content.decode()
    return page.split("<title>")[1].split("</title>")[0]


def test_chinese_whatever_the_browser_prefers(
    db: None, county_client: Callable[..., Client]
) -> None:
    client = county_client()
    assert title_of(client) == "登录 · 东区 · 千站"
    assert title_of(client, accept_language="en-GB,en;q=0.9") == "登录 · 东区 · 千站"


def test_the_cookie_chooses_and_an_unknown_one_does_not(
    db: None, county_client: Callable[..., Client]
) -> None:
    client = county_client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert title_of(client) == "Log in · 东区 · Qianzhan"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    assert title_of(client) == "登录 · 东区 · 千站"


def test_the_language_ends_with_the_request(db: None, county_client: Callable[..., Client]) -> None:
    client = county_client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(LOGIN)
    assert answer["Content-Language"] == "en"
    assert "Cookie" in answer["Vary"]
    assert translation.get_language() == "zh-hans"


def test_choosing_sets_a_cookie_and_returns(db: None, county_client: Callable[..., Client]) -> None:
    client = county_client()
    answer = client.post("/language/", {"language": "en", "next": "/login/?next=/x/"})
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/x/")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_choosing_nonsense_changes_nothing(db: None, county_client: Callable[..., Client]) -> None:
    client = county_client()
    answer = client.post("/language/", {"language": "xx", "next": "https://evil.example/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies
    assert client.get("/language/").status_code == 405


def test_a_person_keeps_the_language_across_pages(
    county_client: Callable[..., Client], member: Callable[..., User]
) -> None:
    client = county_client(member("BUREAU"))
    client.post("/language/", {"language": "en", "next": "/"})
    assert "<h1>Work desk</h1>" in client.get("/").content.decode()
