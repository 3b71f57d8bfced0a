"""Archives and erasure as operators ask for them: page, worker, and what is refused."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from kernel.crypto.keys import unwrap
from kernel.jobs.tasks import run
from kernel.operations.models import Operation
from tenants.archive.files import drop_files
from tenants.domain.county import add_county
from tenants.models import County, Erasure
from tests.fixtures.clients import client_for

PASSPHRASE = "正确的马 电池 订书钉 2026 archive"
SUBJECT, COPY = "510403", "519901"
PAGE = f"/counties/{SUBJECT}/"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.ARCHIVES_ROOT = tmp_path / "archives"
    settings.ARCHIVES_ROOT.mkdir()
    return settings.ARCHIVES_ROOT


@pytest.fixture
def operators(counties: None, official: Callable) -> Iterator[list[Client]]:
    """Two operators and a county of their own to deal with."""
    add_county(code=SUBJECT)
    yield [client_for(official("PLATFORM"), "ops") for _ in range(2)]
    with connection.cursor() as cursor:
        for code in (SUBJECT, COPY):
            cursor.execute(f"DROP SCHEMA IF EXISTS c{code} CASCADE")
            drop_files(code)


def act(client: Client, name: str, **fields: str) -> Any:
    sent = {f"{name}-{field}": value for field, value in fields.items()}
    return client.post(f"{PAGE}{name}/", sent)


def state_of_subject() -> str:
    return County.objects.get(code=SUBJECT).state


def done(answer: Any) -> Operation:
    """The operation that an act asked for, carried out by a worker."""
    assert answer.status_code == 302, answer.context and answer.context["acts"]
    operation = Operation.objects.get(uuid=answer.url.strip("/").rpartition("/")[2])
    run(county="", job=str(operation.uuid))
    operation.refresh_from_db()
    return operation


def exported(client: Client) -> Operation:
    operation = done(act(client, "export", passphrase=PASSPHRASE))
    assert (operation.state, operation.error) == ("DONE", None)
    return operation


def test_a_county_goes_into_an_archive_and_leaves(
    operators: list[Client], folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = operators
    operation = exported(first)
    name, digest = operation.result["archive"], operation.result["manifest"]
    assert [path.name for path in folder.iterdir()] == [name]
    assert PASSPHRASE not in str(operation.payload)
    assert unwrap(operation.payload["key"]) == PASSPHRASE
    caplog.set_level(settings.LOGGING["root"]["level"])  # who took it is in the log as it is set
    taken = first.get(f"/archives/{name}")
    assert [text for text in caplog.messages if name in text and " by " in text] != []
    assert b"".join(taken.streaming_content) == (folder / name).read_bytes()

    act(first, "leave", reason="并入仁和区")
    last = exported(first)
    name, digest = last.result["archive"], last.result["manifest"]
    proof = {"archive": name, "passphrase": PASSPHRASE, "digest": digest, "reason": "并入仁和区"}
    wrong = done(act(first, "ask-erasure", **(proof | {"digest": "0" * 64})))
    assert (wrong.state, Erasure.objects.count()) == ("FAILED", 0)
    proved = done(act(first, "ask-erasure", **proof))
    assert (proved.state, proved.error, Erasure.objects.get().uuid) == ("DONE", None, proved.uuid)
    assert PASSPHRASE not in str(proved.payload)
    assert act(first, "confirm-erasure").status_code == 403
    assert state_of_subject() == "LEAVING"
    erased = done(act(second, "confirm-erasure"))

    assert erased.state == "DONE"
    assert state_of_subject() == "ERASED"
    back = done(first.post("/archives/", {"archive": name, "passphrase": PASSPHRASE, "host": ""}))
    assert back.state in {"DONE", "FAILED"}


def test_a_rehearsal_copy_stands_beside_the_county(operators: list[Client]) -> None:
    name = exported(operators[0]).result["archive"]
    copied = done(act(operators[0], "rehearse", archive=name, passphrase=PASSPHRASE, as_code=COPY))

    assert (copied.state, copied.error) == ("DONE", None)
    rows = operators[0].get("/").context["counties"]
    assert [(row["code"], row["rehearsal_of"]) for row in rows] == [
        ("510402", ""),
        (SUBJECT, ""),
        ("510421", ""),
        (COPY, SUBJECT),
    ]
    copy = operators[0].get(f"/counties/{COPY}/")
    assert [item["name"] for item in copy.context["acts"]] == [
        "change-host", "suspend", "remove-copy"
    ]  # fmt: skip
    asked = operators[0].post(f"/counties/{COPY}/remove-copy/", {"remove-copy-reason": "演练完成"})
    removed = done(asked)
    assert (removed.state, removed.error) == ("DONE", None)
    assert County.objects.filter(code=COPY).count() == 0
    Operation.objects.filter(uuid=removed.uuid).update(state="WAITING", tries=0)
    assert done(asked).state == "DONE"  # a second worker finds it done
    assert act(operators[0], "remove-copy", reason="不是副本").status_code == 409


@pytest.mark.parametrize(
    ("name", "fields", "field"),
    [
        ("export", {"passphrase": "zu kurz"}, "passphrase"),
        ("restore", {"archive": "x", "passphrase": PASSPHRASE, "code": "510421"}, "code"),
        ("restore", {"archive": "../x", "passphrase": PASSPHRASE, "code": SUBJECT}, "archive"),
        ("rehearse", {"archive": "x", "passphrase": PASSPHRASE, "as_code": COPY}, "archive"),
    ],
)
def test_a_refusal_names_the_field(
    operators: list[Client], name: str, fields: dict[str, str], field: str
) -> None:
    answer = act(operators[0], name, **fields)

    assert answer.status_code == 422
    [form] = [item["form"] for item in answer.context["acts"] if item["name"] == name]
    assert list(form.errors) == [field]
    assert Operation.objects.count() == 0


def test_a_wrong_passphrase_fails_the_operation_in_words(operators: list[Client]) -> None:
    name = exported(operators[0]).result["archive"]
    wrong = PASSPHRASE + "!"
    failed = done(act(operators[0], "restore", archive=name, passphrase=wrong, code=SUBJECT))

    assert failed.state == "FAILED"
    assert failed.error["detail"]
    assert state_of_subject() == "ACTIVE"


def test_a_county_is_put_back_as_it_was(operators: list[Client]) -> None:
    name = exported(operators[0]).result["archive"]
    back = done(act(operators[0], "restore", archive=name, passphrase=PASSPHRASE, code=SUBJECT))

    assert (back.state, back.error) == ("DONE", None)
    assert state_of_subject() == "ACTIVE"
