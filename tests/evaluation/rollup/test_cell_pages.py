"""Cells on the operators' host: shown, registered, given another key, by page and by API."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from evaluation.rollup.domain.cell import register_cell
from evaluation.rollup.models import Cell, Upstream
from evaluation.rollup.queries.cell import describe_cell
from kernel.accounts.models import User
from kernel.crypto.signing import make_signing_pair
from kernel.seals.domain import installation_pair
from kernel.workdays.clock import now
from tests.fixtures.clients import api_client_for, client_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(counties: None, official: Callable[..., User]) -> User:
    return official("PLATFORM")


@pytest.fixture
def client(operator: User) -> Client:
    return client_for(operator, "ops")


def make_key() -> str:
    return make_signing_pair()[0]


def test_a_cell_is_registered_and_given_another_key(client: Client) -> None:
    key, other = make_key(), make_key()
    body = {"code": "33", "name": "浙江省", "public_key": key}
    assert client.post("/cells/", body)["Location"] == "/cells/33/"
    assert client.post("/cells/", body).status_code == 409
    assert client.post("/cells/", body | {"code": "51"}).status_code == 409  # own counties
    wrong = client.post("/cells/", body | {"code": "44", "public_key": "x"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["public_key"])

    assert client.post("/cells/33/", {"public_key": "x"}).status_code == 422
    assert client.post("/cells/33/", {"public_key": other})["Location"] == "/cells/33/"

    cell = Cell.objects.get()
    assert (cell.name, cell.public_key, cell.position) == ("浙江省", other, 0)
    assert other in client.get("/cells/33/").content.decode()
    assert client.get("/cells/44/").status_code == 404


def test_own_key_and_a_failed_push_are_shown(
    client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.CELL_CODE, settings.UPSTREAM_URL = "51", "https://nation.example.cn"  # type: ignore[attr-defined]
    Upstream.objects.create(
        sequence=9, acknowledged=7, failures=2, error="connection refused", next_try_at=now()
    )

    page = client.get("/cells/")

    own = page.context["own"]
    assert (own["changes"], own["acknowledged"], own["failures"]) == (9, 7, 2)
    for text in (installation_pair()[0], "https://nation.example.cn", "connection refused"):
        assert text in page.content.decode()


@pytest.mark.parametrize(
    ("ago", "minutes", "silent"),
    [(None, None, True), (timedelta(seconds=90), 1, False), (timedelta(minutes=61), 61, True)],
)
def test_age_of_the_last_call(
    counties: None, ago: timedelta | None, minutes: int | None, silent: bool
) -> None:
    cell = register_cell(code="33", name="浙江省", public_key=make_key())
    cell.seen_at = now() - ago if ago else None

    found = describe_cell(cell)

    assert (found["seen_minutes"], found["silent"]) == (minutes, silent)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_cells(
    client: Client, django_assert_num_queries: Callable[..., object], count: int
) -> None:
    installation_pair()
    for code in ("33", "44", "61")[:count]:
        register_cell(code=code, name="省", public_key=make_key())
    client.get("/cells/")

    # session, user, posts; cells, the push, the installation's pair
    with django_assert_num_queries(6):  # type: ignore[attr-defined]
        assert len(client.get("/cells/").context["cells"]) == count


def test_the_same_by_api(operator: User) -> None:
    client = api_client_for(operator, "ops")
    key, other = make_key(), make_key()
    body = {"code": "33", "name": "浙江省", "public_key": key}

    made = client.post("/api/v1/cells", body, content_type="application/json")
    assert (made.status_code, made.json()["seen_at"], made.json()["silent"]) == (201, None, True)
    assert client.post("/api/v1/cells", body, content_type="application/json").status_code == 409
    wrong = body | {"code": "4", "public_key": key}
    refused = client.post("/api/v1/cells", wrong, content_type="application/json")
    assert [one["field"] for one in refused.json()["errors"]] == ["code"]

    path, given = "/api/v1/cells/33/key", {"public_key": other}
    changed = client.post(path, given, content_type="application/json")
    assert (changed.status_code, changed.json()["public_key"]) == (200, other)
    listed = client.get("/api/v1/cells").json()
    assert ([row["code"] for row in listed["results"]], listed["count"]) == (["33"], 1)
    assert listed["own"]["public_key"] == installation_pair()[0]
