"""Spare schemas: made ahead, handed out by rename in a thousandth of the time."""

import secrets

from django.conf import settings
from django.db import connection, transaction

from tenants.migration.fingerprint import histories
from tenants.provisioning.names import SPARE_PREFIX, TEMPLATE, is_spare
from tenants.provisioning.schema import check_name, drop_schema, make_schema
from tenants.provisioning.template import ensure_template, hold_template

SPARES = "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s) ORDER BY oid"
KEEPER_LOCK = 0x73706172  # an advisory lock's number in this database, taken by nobody else


def take_spare(name: str) -> bool:
    """Rename a ready spare to `name`, in the caller's transaction; False when none is ready.

    A spare whose history is not the template's is not handed out. Two callers never get the
    same one.
    """
    check_name(name)
    with transaction.atomic():
        hold_template()
        for spare in ready_spares():
            if hold_spare(spare):
                with connection.cursor() as cursor:
                    cursor.execute(f"ALTER SCHEMA {spare} RENAME TO {name}")
                return True
    return False


def keep_spares(number: int | None = None) -> tuple[int, int]:
    """Drop old spares and make new ones until `number` are ready; (made, dropped).

    `number` is the setting SPARE_SCHEMAS by default. Each is a transaction of its own. One
    process does it at a time; another finds nothing to do.
    """
    target = settings.SPARE_SCHEMAS if number is None else number
    if target == 0 and not list_spares():
        return 0, 0
    ensure_template()
    made = dropped = 0
    while (done := step(target)) is not None:
        made, dropped = made + done, dropped + (not done)
    return made, dropped


def step(target: int) -> bool | None:
    """Drop one spare that is old or too many (False), or make one (True); None: all is well."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [KEEPER_LOCK])
        if not cursor.fetchone()[0]:
            return None
        hold_template()
        spares = [spare for spare in list_spares() if hold_spare(spare)]
        old = old_of(spares)
        good = [spare for spare in spares if spare not in old]
        if too_many := [*old, *good[target:]]:
            drop_schema(too_many[0])
            return False
        if len(good) < target:
            make_schema(SPARE_PREFIX + secrets.token_hex(6))
            return True
    return None


def list_spares() -> list[str]:
    """Names of the spare schemas, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(SPARES, [SPARE_PREFIX])
        return [name for (name,) in cursor.fetchall() if is_spare(name)]


def ready_spares() -> list[str]:
    """Those that may be handed out: of the template's history, oldest first."""
    spares = list_spares()
    old = old_of(spares)
    return [spare for spare in spares if spare not in old]


def old_of(spares: list[str]) -> list[str]:
    """Those whose history is not the template's: a migration has left them behind."""
    if not spares:
        return []
    found = histories([TEMPLATE, *spares])
    return [spare for spare in spares if found.get(spare) != found.get(TEMPLATE)]


def hold_spare(name: str) -> bool:
    """Claim a spare until the transaction ends; False when another has it, or it is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        if not cursor.fetchone()[0]:
            return False
        # Asked again: it may have been renamed between the list and the lock.
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{name}.django_migrations"])
        return bool(cursor.fetchone()[0])
