"""What operators have done by a worker; one module a kind of operation."""

from tenants.jobs import archive, erasure, migration, province

__all__ = ["archive", "erasure", "migration", "province"]
