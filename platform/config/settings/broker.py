"""Celery's settings: a queue inside PostgreSQL by default, Redis or RabbitMQ by CELERY_BROKER_URL.

Architecture.md, decision 2, names the traps; each line below that looks odd answers one.
"""

import os
from typing import Any

from celery.schedules import crontab
from kombu import Queue

from config.settings import env
from config.settings.cells import UPSTREAM_URL
from config.settings.paths import ENVIRONMENT

QUEUE = "qianzhan"
SCHEDULE: dict[
    str, Any
] = {  # what runs regularly: task, and every how many seconds or by which crontab
    "sweep": {"task": "kernel.wakeups.sweep", "schedule": 10.0, "options": {"expires": 60}},
    "spares": {"task": "tenants.keep_spares", "schedule": 60.0, "options": {"expires": 60}},
    "seal": {"task": "kernel.audit.seal", "schedule": crontab(hour=23, minute=55)},
    "archives": {
        "task": "stations.casework.keep_all_archives",
        "schedule": crontab(hour=3, minute=20),
    },
    "files": {"task": "kernel.files.sweep_all", "schedule": crontab(hour=3, minute=40)},
}
if UPSTREAM_URL:
    SCHEDULE["push"] = {
        "task": "evaluation.rollup.push",
        "schedule": 60.0,
        "options": {"expires": 60},
    }
SCHEMES = ("redis", "rediss", "amqp", "amqps", "memory")

# A running job renews its lease; a job whose worker died is taken over this much later.
JOB_LEASE_SECONDS = env.read_int("QIANZHAN_JOB_LEASE_SECONDS", 120, low=1, high=86400)
# How often a failing job is tried before it is FAILED.
JOB_TRIES = env.read_int("QIANZHAN_JOB_TRIES", 3, low=1, high=100)
# A task that runs longer than this runs twice, so every task is stopped before.
VISIBILITY_SECONDS = env.read_int("QIANZHAN_VISIBILITY_SECONDS", 3600, low=2, high=86400)


def read_broker() -> dict[str, Any]:
    """`broker_url` and transport options of the broker that this installation uses."""
    url = os.environ.get("CELERY_BROKER_URL") or ("memory://" if ENVIRONMENT == "test" else "")
    if not url:
        return read_pgmq(os.environ.get("DATABASE_URL"))
    if url.partition("://")[0] not in SCHEMES:
        expected = " or ".join(f"{scheme}://..." for scheme in SCHEMES)
        raise env.refuse("CELERY_BROKER_URL", expected, url.rpartition("@")[2])
    options = {"visibility_timeout": VISIBILITY_SECONDS} if url.startswith("redis") else {}
    return {
        "broker_url": url,
        "broker_transport_options": options,
        "task_queues": [Queue(QUEUE, routing_key=QUEUE)],
    }


def read_pgmq(database_url: str | None) -> dict[str, Any]:
    return {
        "broker_url": "pgmq://localhost",  # only a name: conn_string says where
        "broker_transport_options": {
            # The client reads DATABASE_URL of the environment by itself: say which one is meant.
            "conn_string": database_url,
            "init_extension": False,  # its SQL is installed by a migration of kernel.wakeups
            "wait_time_seconds": 0,  # else it polls inside a query, where NOTIFY wakes nobody
            "use_notify": True,
            "notify_throttle_interval_ms": 0,
            "visibility_timeout": VISIBILITY_SECONDS,
            "pool_size": 2,
            "pool_timeout": 5,
        },
        # The queue is made by the same migration: declaring it would create its trigger anew,
        # under an exclusive lock, in every process that sends.
        "task_queues": [Queue(QUEUE, routing_key=QUEUE, no_declare=True)],
    }


CELERY: dict[str, Any] = {
    **read_broker(),
    "broker_connection_retry_on_startup": True,
    "task_default_queue": QUEUE,
    "task_acks_late": True,
    "task_reject_on_worker_lost": True,
    "task_ignore_result": True,
    "task_publish_retry": False,  # a lost wake-up is found by the sweep; nobody waits for it
    "task_time_limit": VISIBILITY_SECONDS * 9 / 10,
    "task_serializer": "json",
    "accept_content": ["json"],
    "worker_prefetch_multiplier": 1,  # the visibility timeout counts from the read
    "worker_enable_remote_control": False,  # it would leave a queue table for each worker
    "worker_hijack_root_logger": False,  # logs are Django's, in JSON
    "result_expires": None,  # no results are kept, so nothing is to be cleaned up daily
    "beat_schedule": SCHEDULE,
    "beat_scheduler": "config.scheduler:LeaderScheduler",
    "timezone": "Asia/Shanghai",
}
