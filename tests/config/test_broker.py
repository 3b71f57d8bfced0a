"""Which broker the settings choose, and the options that pgmq needs to lose nothing."""

import importlib

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import broker, paths

URL = "postgresql://q:secret@127.0.0.1:5432/q"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch):
    """The settings as they are read with CELERY_BROKER_URL in the environment of a demo."""
    monkeypatch.setattr(broker, "ENVIRONMENT", "demo")
    monkeypatch.setenv("DATABASE_URL", URL)

    def read(url: str) -> dict:
        monkeypatch.setenv("CELERY_BROKER_URL", url)
        return broker.read_broker()

    return read


def test_the_queue_in_postgresql_is_the_default(read) -> None:
    chosen = read("")
    options = chosen["broker_transport_options"]
    assert chosen["broker_url"] == "pgmq://localhost"
    assert options["conn_string"] == URL
    assert options["init_extension"] is False
    assert options["wait_time_seconds"] == 0
    assert options["use_notify"] is True
    assert [queue.no_declare for queue in chosen["task_queues"]] == [True]


@pytest.mark.parametrize("url", ["redis://cache:6379/0", "rediss://cache/0"])
def test_redis_gets_the_same_visibility_timeout(read, url: str) -> None:
    chosen = read(url)
    assert chosen["broker_url"] == url
    assert chosen["broker_transport_options"] == {"visibility_timeout": 3600}
    assert [queue.no_declare for queue in chosen["task_queues"]] == [None]


def test_rabbitmq_needs_no_options(read) -> None:
    chosen = read("amqp://u:p@mq:5672//")
    assert (chosen["broker_url"], chosen["broker_transport_options"]) == (
        "amqp://u:p@mq:5672//",
        {},
    )


def test_another_broker_is_refused_without_showing_its_password(read) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        read("sqla+postgresql://u:secret@db/q")
    assert str(refusal.value) == (
        "CELERY_BROKER_URL: expected redis://... or rediss://... or amqp://... or amqps://... "
        "or memory://...; got 'db/q'."
    )


def test_nothing_is_lost_with_a_killed_worker() -> None:
    celery = broker.CELERY
    assert celery["task_acks_late"] is celery["task_reject_on_worker_lost"] is True
    assert celery["worker_prefetch_multiplier"] == 1
    assert celery["task_time_limit"] < broker.VISIBILITY_SECONDS


def test_the_suite_itself_uses_no_broker() -> None:
    assert paths.ENVIRONMENT == "test"
    assert importlib.import_module("config.celery").app.conf.broker_url == "memory://"
