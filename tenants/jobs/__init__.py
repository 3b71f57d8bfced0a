"""What operators have done by a worker; one module a kind of operation."""

from tenants.jobs import archive, copy, division_change, erasure, migration, province

__all__ = ["archive", "copy", "division_change", "erasure", "migration", "province"]
