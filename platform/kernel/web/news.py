"""Which deeds of the audit trail are news on the work desk, and in which words.

Closed by default: an action that no app has registered is never shown there, so that a
reviewer's grade, say, does not become news by accident.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

# Objects by uuid -> what the desk calls them; asked once for all the lines of a kind.
Names = Callable[[Iterable[UUID]], Mapping[UUID, str]]


@dataclass(frozen=True)
class News:
    """An audit action in words, who gets it as news, and the page of its object."""

    action: str
    label: Any
    url_name: str
    roles: frozenset[str] | None
    names: Names | None = None


_news: dict[str, News] = {}


def register(
    action: str,
    label: Any,
    url_name: str = "",
    roles: Iterable[str] | None = None,
    names: Names | None = None,
) -> None:
    """Make an audit action news; ``url_name`` takes the object's UUID, None roles is everybody.
    ``names`` where the words of the audit trail, which stay as written, are not for readers.

    Nobody gets news of an object that ``restrict(actor, "view")`` hides from them.
    """
    allowed = None if roles is None else frozenset(str(role) for role in roles)
    _news[action] = News(action, label, url_name, allowed, names)


def news_for(roles: frozenset[str]) -> dict[str, News]:
    """Action -> news that somebody with these roles gets."""
    return {a: n for a, n in _news.items() if n.roles is None or n.roles & roles}
