"""Hosts, sessions, tokens: nobody enters a county without a membership there."""

import pytest

from kernel.accounts.domain.session import HOST_KEY
from kernel.accounts.domain.token import issue_token, revoke_token
from kernel.accounts.models import LoginFailure, Token
from kernel.tenancy import county_context
from tests.conftest import OTHER_CODE
from tests.fixtures.people import PASSWORD, make_user


def ask_token(client, user, password=PASSWORD, **more):
    body = {"username": user.username, "password": password, **more}
    return client.post("/api/v1/auth/token", body, content_type="application/json")


def test_unknown_host_is_404(county_client):
    answer = county_client(county="999999").get("/api/v1/me")

    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_host")


def test_token_is_given_for_a_member_and_works_on_its_host(api_client, member):
    user = member("BUREAU")

    answer = ask_token(api_client(), user)

    assert answer.status_code == 200
    body = answer.json()
    assert sorted(body) == ["expires_at", "host", "token"]
    assert body["expires_at"].endswith("+08:00")
    me = api_client().get("/api/v1/me", headers={"authorization": f"Bearer {body['token']}"})
    assert me.json() == {
        "id": str(user.uuid),
        "username": user.username,
        "name": user.display_name,
        "host": "510402.localhost",
        "county": "510402",
        "roles": [{"role": "BUREAU", "scope": "COUNTY"}],
    }


def test_token_is_stored_as_digest_only(api_client, member):
    plain = ask_token(api_client(), member("BUREAU")).json()["token"]

    stored = Token.objects.get()
    assert plain not in str(vars(stored))


def test_no_token_without_membership_here(api_client, member):
    answer = ask_token(api_client(), member("BUREAU", county=OTHER_CODE))

    assert (answer.status_code, answer.json()["code"]) == (401, "no_membership")


@pytest.mark.parametrize("change", ["password", "username"])
def test_wrong_login_is_401_and_does_not_say_which(api_client, member, change):
    user = member("BUREAU")
    body = {"username": user.username, "password": PASSWORD} | {change: "falsch-falsch"}

    answer = api_client().post("/api/v1/auth/token", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (401, "bad_credentials")


def test_second_factor_is_asked_for(api_client, member):
    user = member("BUREAU")
    user.otp_secret = "JBSWY3DPEHPK3PXP"
    user.save()

    answer = ask_token(api_client(), user)

    assert (answer.status_code, answer.json()["code"]) == (401, "otp_required")


def test_five_failures_lock_the_name_on_the_host(api_client, member, settings):
    user = member("BUREAU")
    for _ in range(settings.LOCKOUT_TRIES):
        ask_token(api_client(), user, password="falsch-falsch")

    answer = ask_token(api_client(), user)

    assert (answer.status_code, answer.json()["code"]) == (401, "locked_out")
    assert LoginFailure.objects.count() == settings.LOCKOUT_TRIES


def test_token_of_another_host_is_refused(api_client, member):
    user = member("BUREAU")
    member("BUREAU", county=OTHER_CODE, user=user)
    plain, _ = issue_token(user=user, host="510402.localhost")

    answer = api_client(county=OTHER_CODE).get(
        "/api/v1/me", headers={"authorization": f"Bearer {plain}"}
    )

    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")


def test_revoked_and_expired_tokens_are_refused(api_client, member):
    user = member("BUREAU")
    revoked, token = issue_token(user=user, host="510402.localhost")
    revoke_token(token=token)
    expired, _ = issue_token(user=user, host="510402.localhost", days=0)

    for plain in (revoked, expired, "qz_unknown"):
        answer = api_client().get("/api/v1/me", headers={"authorization": f"Bearer {plain}"})
        assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")


def test_token_whose_membership_ended_is_403(api_client, member):
    user = member("BUREAU")
    client = api_client(user)
    with county_context("510402"):
        from kernel.access.models import Membership

        Membership.objects.filter(user_uuid=user.uuid).delete()

    answer = client.get("/api/v1/me")

    assert (answer.status_code, answer.json()["code"]) == (403, "no_membership")


def test_problem_has_the_shape_of_rfc_9457(api_client):
    answer = api_client().get("/api/v1/me")

    assert answer["Content-Type"] == "application/problem+json"
    assert sorted(answer.json()) == [
        "code",
        "detail",
        "errors",
        "request_id",
        "status",
        "title",
        "type",
    ]
    assert answer["WWW-Authenticate"] == "Bearer"


def test_missing_field_is_named(api_client):
    answer = api_client().post(
        "/api/v1/auth/token", {"username": "x"}, content_type="application/json"
    )

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["password"]


def test_session_of_another_host_is_refused(county_client, member):
    user = member("BUREAU")
    member("BUREAU", county=OTHER_CODE, user=user)
    client = county_client(user)
    session = client.session
    session[HOST_KEY] = f"{OTHER_CODE}.localhost"
    session.save()

    answer = client.get("/")

    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/")


def test_official_enters_the_province_host_only(api_client, official):
    user = official("PROVINCE", "51")

    assert api_client(user, county=None).get("/api/v1/me").json()["roles"] == [
        {"role": "PROVINCE", "scope": "51"}
    ]
    assert ask_token(api_client(), user).status_code == 401


def test_county_member_is_nobody_on_the_province_host(api_client, member):
    assert ask_token(api_client(county=None), member("BUREAU")).status_code == 401


def test_plain_user_gets_no_token(api_client):
    assert ask_token(api_client(), make_user()).status_code == 401


def test_health_needs_no_log_in(county_client):
    client = county_client()

    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}
