"""Reads of the annual evaluation."""
