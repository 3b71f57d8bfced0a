"""Telephone numbers: which signs they have, and how many digits (data/phones.yaml)."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from kernel.errors import FieldError, Invalid

PHONES = Path(__file__).parent / "data" / "phones.yaml"


@cache
def phone_rules() -> dict[str, Any]:
    """As data/phones.yaml says."""
    found: dict[str, Any] = yaml.safe_load(PHONES.read_text(encoding="utf-8"))
    return found


def read_phone(value: str, field: str = "phone") -> str:
    """Without spaces around it, empty for none, full-width signs as narrow ones. Raises Invalid
    for what nobody can dial; the number is personal, and the message does not repeat it."""
    plain = unicodedata.normalize("NFKC", value).strip()
    if plain and not _can_be_dialled(plain):
        rules = phone_rules()
        names = {
            **rules["digits"],
            "signs": " ".join(rules["signs"]),
            "words": " ".join(rules["extension"]),
        }
        message = _(
            "A phone number has %(least)s to %(most)s digits; allowed beside them are spaces, "
            "%(signs)s, and before an extension one of: %(words)s."
        )
        allowed = f"{names['least']}-{names['most']}"
        said = message % names
        raise Invalid(said, errors=[FieldError(field, "invalid", said, None, allowed)])
    return plain


def _can_be_dialled(plain: str) -> bool:
    rules = phone_rules()
    digits = re.findall("[0-9]", plain)
    within = rules["digits"]["least"] <= len(digits) <= rules["digits"]["most"]
    return within and _form().fullmatch(plain) is not None


@cache
def _form() -> re.Pattern[str]:
    """Digits and signs; then once, if at all, a word and the digits of the extension."""
    rules = phone_rules()
    words = "|".join(map(re.escape, rules["extension"]))
    number = f"[0-9 {re.escape(rules['signs'])}]+"
    return re.compile(f"{number}(?:(?:{words}) *[0-9]+)?", re.IGNORECASE)
