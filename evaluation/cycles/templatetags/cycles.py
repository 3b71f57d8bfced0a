"""Template filters of the evaluation's pages."""

from collections.abc import Iterable
from typing import Any

from django import template

from evaluation.cycles.labels import input_lines, label_text
from evaluation.cycles.states import CycleState, State
from kernel.listing import list_words

register = template.Library()

TONES = {
    State.SELF_EVAL: "info",
    State.RETURNED: "warn",
    State.FINAL: "ok",
    State.PUBLICISED: "ok",
    State.DECIDED: "ok",
    State.WITHDRAWN: "idle",
}
CYCLE_TONES = {CycleState.DRAFT: "idle", CycleState.FROZEN: "warn", CycleState.CLOSED: "ok"}
GRADE_TONES = {"EXCELLENT": "ok", "GOOD": "primary", "PASS": "warn", "FAIL": "bad"}


@register.filter
def text(label: Any) -> str:
    """A rubric's label in the screen's language."""
    return label_text(label)


@register.filter
def texts(labels: Iterable[Any]) -> str:
    """Several labels side by side."""
    return list_words(map(label_text, labels))


@register.filter
def state_label(state: str) -> str:
    return str(State(state).label)


@register.filter
def state_tone(state: str) -> str:
    return TONES.get(State(state), "info")


@register.filter
def cycle_tone(state: str) -> str:
    return CYCLE_TONES.get(CycleState(state), "info")


@register.filter
def grade_tone(grade: str | None) -> str:
    return GRADE_TONES.get(grade or "", "idle")


@register.filter
def inputs_of(indicator: Any, inputs: dict[str, Any]) -> list[tuple[str, str]]:
    """Labelled inputs of an indicator."""
    return input_lines(indicator, inputs)


@register.filter
def of_key(mapping: Any, key: Any) -> Any:
    """mapping[key], or None."""
    return mapping.get(key)


@register.filter
def indicator_of(field: str) -> str:
    """C05 of C05.volunteers."""
    return field.partition(".")[0]
