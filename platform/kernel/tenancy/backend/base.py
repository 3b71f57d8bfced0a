"""The database wrapper: django-tenants' schema switch, without its silent failures."""

import re
from contextlib import suppress
from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations
from django_tenants.postgresql_backend import base

from kernel.tenancy.backend.guard import GuardedCursor

PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*")


class CountyOperations(DatabaseOperations):
    """Foreign keys are checked at once: Citus knows no deferred ones (rule R3)."""

    def deferrable_sql(self) -> str:
        return ""


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, one schema a county, every cursor guarded."""

    ops_class = CountyOperations

    # As the server reports them: the path of the county one stands in, and its schema alone.
    expected_path: str
    own_schema: str
    search_path_set_schemas: list[str] | None

    def create_cursor(self, name: str | None = None) -> Any:
        return GuardedCursor(super().create_cursor(name), self)

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Stand in a schema from the next statement on."""
        super().set_tenant(tenant, include_public)
        # Worked out once, not for each statement: the guard compares with it every time.
        path = [quote_as_server(name) for name in self._get_cursor_search_paths()]
        self.expected_path = ", ".join(path)
        self.own_schema = path[0]

    def _handle_search_path(self, cursor: Any = None) -> None:
        """Set the path, unless the server reports that it stands so already.

        A connection from the pool mostly comes back to the county that it served last, with the
        path of then. The guard reads the same report before each statement.

        On a cursor of its own, so that the number of queries that Django counts does not hang on
        where a connection has been before.
        """
        if self.search_path_set_schemas or self._setting_search_path:
            return
        if self.connection.info.parameter_status("search_path") == self.expected_path:
            self.search_path_set_schemas = self._get_cursor_search_paths()
            return
        with self.wrap_database_errors:
            super()._handle_search_path(None)

    def close_at_once(self) -> None:
        """Give the connection up, even inside a transaction, so that nothing can use it.

        Outside one the next statement takes another connection; inside one every further
        statement of the transaction fails.
        """
        if self.connection is not None:
            with suppress(Exception):
                self.connection.close()
        self.search_path_set_schemas = None
        if not self.in_atomic_block:
            with suppress(Exception):
                self.close()


def quote_as_server(name: str) -> str:
    """PostgreSQL reports a schema without quotes where its name needs none."""
    return name if PLAIN_NAME.fullmatch(name) else f'"{name}"'
