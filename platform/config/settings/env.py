"""Typed reading of environment variables.

Each helper stops the start with the variable's name and what is expected, so that
a wrong deployment fails at once and in words, never later and silently.
"""

import os
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def refuse(name: str, expected: str, given: str | None) -> ImproperlyConfigured:
    shown = "it is not set" if given is None else f"got {given!r}"
    return ImproperlyConfigured(f"{name}: expected {expected}; {shown}.")


def read_text(name: str, default: str | None = None) -> str:
    """The variable's text; NAME_FILE may name a file that holds it instead."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise refuse(f"{name}_FILE", "a readable file", path) from error
    value = os.environ.get(name, default)
    if value is None:
        raise refuse(name, "a text", None)
    return value


def read_choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    value = os.environ.get(name, default)
    if value not in allowed:
        raise refuse(name, "one of " + ", ".join(allowed), value)
    return value


def read_bool(name: str, default: bool) -> bool:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if value not in {"true", "false"}:
        raise refuse(name, "true or false", value)
    return value == "true"


def read_int(name: str, default: int, *, low: int = 0, high: int = 2**31) -> int:
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
        raise refuse(name, f"a whole number from {low} to {high}", value)
    return int(value)


def read_date(name: str, default: date | None = None) -> date | None:
    value = os.environ.get(name)
    if not value:
        return default
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise refuse(name, "a date as YYYY-MM-DD", value) from error


def read_list(name: str, default: list[str]) -> list[str]:
    value = os.environ.get(name)
    return default if value is None else [part.strip() for part in value.split(",") if part.strip()]


def read_database(name: str) -> dict[str, object]:
    """A PostgreSQL address ``postgresql://user:password@host:port/database`` as Django's keys."""
    value = read_text(name)
    parts = urlsplit(value)
    try:
        port = parts.port
    except ValueError as error:
        raise refuse(name, "a whole number as port", value) from error
    if parts.scheme not in {"postgresql", "postgres"} or len(parts.path) < 2:
        expected = "postgresql://user:password@host:port/database"
        raise refuse(name, expected, value.rpartition("@")[2])
    return {
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or 5432),
    }
