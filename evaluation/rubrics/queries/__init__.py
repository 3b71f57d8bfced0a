"""Reading published rubrics, and saying what scoring refuses."""

from evaluation.rubrics.queries.refusal import refusal_texts
from evaluation.rubrics.queries.version import (
    find_version,
    get_version,
    latest_versions,
    published_titles,
)

__all__ = ["find_version", "get_version", "latest_versions", "published_titles", "refusal_texts"]
