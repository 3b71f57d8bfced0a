"""The terms of entrusted processing, as data (X09)."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "data" / "entrustment.yaml"


@dataclass(frozen=True)
class Article:
    heading: str
    text: str


@dataclass(frozen=True)
class Terms:
    """One version; ``digest`` (SHA-256 of the file) tells to the letter what was accepted."""

    version: str
    in_force_from: date
    title: str
    articles: tuple[Article, ...]
    digest: str


@cache
def current_terms() -> Terms:
    """The version that this release brings. Raises KeyError for a missing part."""
    content = FILE.read_bytes()
    given = yaml.safe_load(content)
    return Terms(
        version=given["version"],
        in_force_from=given["in_force_from"],
        title=given["title"],
        articles=tuple(Article(**article) for article in given["articles"]),
        digest=hashlib.sha256(content).hexdigest(),
    )
