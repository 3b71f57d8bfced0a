"""The main navigation: apps register their entries, the base template shows them.

So the base template knows no app, and an entry lies beside the pages it leads to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    """One place to go: what it is called, its URL name, who sees it, on which host."""

    label: Any
    url_name: str
    roles: frozenset[str] | None
    host: str
    order: int
    icon: str


@dataclass(frozen=True)
class Link:
    """An entry as one person sees it on one page."""

    label: Any
    url: str
    icon: str
    is_current: bool


_entries: dict[str, Entry] = {}


def register(
    label: Any,
    url_name: str,
    roles: Iterable[str] | None = None,
    host: str = "county",
    order: int = 50,
    icon: str = "",
) -> None:
    """Add an entry; ``roles`` None shows it to everybody who is in.

    Seeing an entry permits nothing: the page behind it asks again.
    """
    allowed = None if roles is None else frozenset(str(role) for role in roles)
    _entries[url_name] = Entry(label, url_name, allowed, host, order, icon)


def links_for(request: HttpRequest) -> list[Link]:
    """The entries of the request's host that its actor may see, in order."""
    actor = getattr(request, "actor", None)
    site = getattr(request, "site", None)
    if actor is None or site is None:
        return []
    seen = [
        entry
        for entry in _entries.values()
        if entry.host == site.kind
        and actor.roles
        and (entry.roles is None or entry.roles & actor.roles)
    ]
    seen.sort(key=lambda entry: entry.order)
    urls = [reverse(entry.url_name) for entry in seen]
    here = _nearest(urls, request.path)
    return [
        Link(entry.label, url, entry.icon, url == here)
        for entry, url in zip(seen, urls, strict=True)
    ]


def _nearest(urls: list[str], path: str) -> str:
    """The address that a page lies at or below: of several the longest; the start page only for
    itself."""
    above = [url for url in urls if (path == url if url == "/" else path.startswith(url))]
    return max(above, key=len, default="")
