"""One's own password is changed with the one so far; other sessions end."""

import pytest

from kernel.accounts.models import LoginFailure, User
from kernel.audit.models import Entry
from kernel.tenancy import county_context
from tests.fixtures.clients import bare_client, client_for, host_name
from tests.fixtures.counties import COUNTY
from tests.fixtures.people import PASSWORD, make_member

pytestmark = pytest.mark.django_db
NEW = "另一个很长的密码-2026"
FORM = {"old": PASSWORD, "new": NEW, "again": NEW}


@pytest.fixture
def user(county) -> User:
    return make_member("WORKER", scope_code="510402-S001")


def test_the_new_one_opens_and_other_sessions_end(user):
    here, there = client_for(user), client_for(user)

    answer = here.post("/password/", FORM)

    assert (answer.status_code, answer.url) == (302, "/password/")
    user.refresh_from_db()
    assert (user.check_password(NEW), user.check_password(PASSWORD)) == (True, False)
    with county_context(COUNTY):
        entry = Entry.objects.get(action="account.password")
        assert (entry.object_uuid, NEW in str(entry.after)) == (user.uuid, False)
    assert here.get("/password/").status_code == 200
    assert there.get("/password/").status_code == 302  # to the log-in


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"old": "falsch"}, "当前密码不正确"),
        ({"again": "其他-其他-其他-其他"}, "两次输入的新密码不一致"),
        ({"new": "kurz", "again": "kurz"}, "密码"),
        ({"new": PASSWORD, "again": PASSWORD}, "不能与当前密码相同"),
        ({"new": "password123", "again": "password123"}, "密码"),
    ],
)
def test_a_wrong_entry_is_named_and_shown_to_nobody(user, change, words):
    answer = client_for(user).post("/password/", FORM | change)
    text = answer.content.decode()

    assert answer.status_code == 422
    assert words in text
    assert (NEW in text, PASSWORD in text) == (False, False)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_guesses_at_the_old_one_lock_out(user, settings):
    client = client_for(user)
    for _ in range(settings.LOCKOUT_TRIES):
        assert client.post("/password/", FORM | {"old": "falsch"}).status_code == 422

    refused = client.post("/password/", FORM)

    assert (refused.status_code, "请 15 分钟后再试" in refused.content.decode()) == (422, True)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert LoginFailure.objects.filter(username=user.username).count() == settings.LOCKOUT_TRIES


def test_guesses_there_and_at_the_log_in_count_together(user):
    """The host is named without its port in both places."""
    host = host_name(COUNTY)
    client_for(user).post("/password/", FORM | {"old": "falsch"}, headers={"host": f"{host}:8000"})
    assert LoginFailure.objects.get().host == host


def test_a_password_given_by_the_bureau_opens_nothing_but_its_change(user):
    user.has_first_password = True
    user.save()
    client = client_for(user)

    led = client.get("/")
    part = client.get("/", headers={"HX-Request": "true"})
    token = bare_client({"host": host_name(COUNTY)}).post(
        "/api/v1/auth/token",
        {"username": user.username, "password": PASSWORD},
        content_type="application/json",
    )

    assert (led.status_code, led.url) == (302, "/password/")
    assert (part.status_code, part["HX-Redirect"]) == (403, "/password/")
    assert (token.status_code, token.json()["code"]) == (401, "first_password")
    assert "初始密码" in client.get("/password/").content.decode()
    assert client.post("/password/", FORM).status_code == 302
    assert client.get("/").status_code == 200
