"""Purchased projects: what was agreed with a purchaser, what came of it, and who is told."""
