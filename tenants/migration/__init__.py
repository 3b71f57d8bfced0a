"""Migrating all county schemas at once (decision 8 of the architecture, ADR 0007)."""
