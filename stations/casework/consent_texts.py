"""Reading consent.yaml: the texts people agree to, and from what age on their own."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("consent.yaml")


@cache
def load_consent() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def guardian_age() -> int:
    """Below this age a guardian consents (X07)."""
    return int(load_consent()["guardian_below_years"])


def versions_of(kind: str) -> list[str]:
    """Versions of a kind's text, the newest last; empty for an unknown kind."""
    return [text["version"] for text in load_consent()["texts"].get(kind, [])]


def current_texts() -> dict[str, str]:
    """The newest text of each kind."""
    return {kind: texts[-1]["text"] for kind, texts in load_consent()["texts"].items()}


def notice_versions() -> list[str]:
    """Versions of the notice about rights and secrecy, the newest last (N08)."""
    return [text["version"] for text in load_consent()["rights_notice"]]


def current_notice() -> str:
    """What a person is told today."""
    return str(load_consent()["rights_notice"][-1]["text"])


def guardian_notice_versions() -> list[str]:
    """Versions of the notice to the guardian of a minor, the newest last (X10)."""
    return [text["version"] for text in load_consent()["guardian_notice"]]


def current_guardian_notice() -> str:
    """What a guardian is told today."""
    return str(load_consent()["guardian_notice"][-1]["text"])
