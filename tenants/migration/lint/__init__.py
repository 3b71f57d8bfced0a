"""Refusing migrations that would stop the service: squawk's rules over each one's SQL, and ours."""

from tenants.migration.lint.check import lint

__all__ = ["lint"]
