"""Locks on a schema's tables: those a statement takes, and who holds them."""

from kernel.tenancy.connection import connection

# Weakest first; PostgreSQL's documentation, table 13.2.
MODES = (
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)
TABLES = """
SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = %s AND c.relkind IN ('r', 'p')
"""
TAKEN = """
SELECT c.relname, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
 WHERE l.pid = pg_backend_pid() AND l.granted AND l.relation = ANY(%s)
"""
HOLDERS = """
SELECT DISTINCT a.pid, coalesce(nullif(a.application_name, ''), a.usename), a.xact_start
  FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
  JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_stat_activity a ON a.pid = l.pid
 WHERE n.nspname = %s AND l.granted AND a.pid <> pg_backend_pid() AND a.xact_start IS NOT NULL
   AND a.datname = current_database()
 ORDER BY a.xact_start LIMIT 3
"""


class LockWatch:
    """Tells after each statement of a transaction which locks it has added, on tables that
    were there before it began: nobody waits for a new table."""

    def __init__(self, schema: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(TABLES, [schema])
            self._tables = [oid for (oid,) in cursor.fetchall()]
        self._seen = self._held()

    def newly_taken(self) -> tuple[str, ...]:
        """Locks taken since the last call, the strongest of each table: "ShareLock on x"."""
        held = self._held()
        new = sorted(held - self._seen, key=lambda lock: MODES.index(lock[1]))
        self._seen = held
        strongest = dict(new)
        return tuple(f"{mode} on {table}" for table, mode in sorted(strongest.items()))

    def _held(self) -> set[tuple[str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(TAKEN, [self._tables])
            return set(cursor.fetchall())


def holders(schema: str) -> str:
    """Who holds locks in a schema now, oldest transaction first, in words; "" for nobody."""
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS, [schema])
        return ", ".join(
            f"process {pid} ({who}) since {begun:%H:%M:%S}" for pid, who, begun in cursor.fetchall()
        )
