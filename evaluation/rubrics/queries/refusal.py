"""Saying in the reader's language why a value was refused."""

from django.utils.translation import gettext as _

from evaluation.scoring import Allowed, Refusal


def refusal_texts(refusal: Refusal) -> tuple[str, str]:
    """The refusal's message and what is allowed, translated (msgids: scoring's own words)."""
    return _(refusal.message), _say(refusal.allowed)


def _say(allowed: Allowed) -> str:
    text = _(allowed.template)
    return text % allowed.values if allowed.values else text
