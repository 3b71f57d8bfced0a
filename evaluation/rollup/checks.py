"""Start-up check of the replica: a wrong address is named before anybody meets it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from evaluation.rollup.replica import FOREIGN, REPLICA, find_fault


@register(Tags.database)
def check_replica(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """REPLICA_URL names a replica that can be read.

    Only another server's data is an error: without a replica the boards answer all the same.
    """
    fault = find_fault() if REPLICA in settings.DATABASES else ""
    if not fault:
        return []
    if fault == FOREIGN:
        return [Error(f"REPLICA_URL: {fault}.", id="rollup.E001")]
    return [Warning(f"REPLICA_URL: the replica is not read: {fault}.", id="rollup.W001")]
