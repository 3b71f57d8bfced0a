"""Reading published rubrics."""

from evaluation.rubrics.queries.version import find_version, get_version, latest_versions

__all__ = ["find_version", "get_version", "latest_versions"]
