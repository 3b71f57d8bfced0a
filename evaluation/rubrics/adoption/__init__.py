"""A county's adoption of a published rubric: its copy, its own numbers, its freeze."""
