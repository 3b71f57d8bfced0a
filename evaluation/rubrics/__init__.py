"""Rubrics: the YAML trees, their strict loader and the published versions."""
