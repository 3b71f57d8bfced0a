"""What operators have done by a worker; one module a kind of operation."""

from tenants.jobs import migration, province

__all__ = ["migration", "province"]
