"""Writes of the annual evaluation: one verb a function, each its own transaction."""
