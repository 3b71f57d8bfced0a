"""Names of a rubric's numbers on screen: what is counted, and what the number means."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from evaluation.scoring.indicator import Indicator, InputSpec, Label, Part

# The numbers that the scoring methods know (evaluation/scoring/methods.py).
MEANINGS = {
    "full": gettext_lazy("for full points"),
    "low": gettext_lazy("points begin above"),
    "high": gettext_lazy("full points from"),
    "weight": gettext_lazy("weight"),
    "full_share": gettext_lazy("share of applicable kinds for full points"),
    "late_factor": gettext_lazy("factor when something was late"),
    "window": gettext_lazy("years of the window"),
    "least": gettext_lazy("least years counted"),
    "when_at_least": gettext_lazy("used from"),
}


def pick(label: Label) -> str:
    """The label in the language of the screen."""
    return label.en if (get_language() or "").startswith("en") else label.zh


def name_number(indicator: Indicator, path: str) -> str:
    """The name of a number of `Rubric.numbers()`: "Volunteers trained: for full points"."""
    _id, *names = path.split(".")
    if names == ["points"]:
        return _("Points")
    part = next(each for each in indicator.parts if each.name == names[0])
    return _("%(subject)s: %(meaning)s") % {
        "subject": _subject(indicator, part),
        "meaning": _meaning(indicator, part, names[1]),
    }


def _subject(indicator: Indicator, part: Part) -> str:
    """What a part measures: all items of a checklist, else its first input."""
    labels = [pick(spec.label) for spec in _inputs(indicator, part)]
    return _(", ").join(labels) if part.method == "checklist" else labels[0]


def _inputs(indicator: Indicator, part: Part) -> list[InputSpec]:
    return [spec for key in part.inputs if (spec := indicator.input(key))]


def _meaning(indicator: Indicator, part: Part, name: str) -> str:
    if name in MEANINGS:
        return str(MEANINGS[name])
    if name.startswith("level_"):
        return _("weight of level %(level)s") % {"level": name.removeprefix("level_")}
    choices = {each.id: each for spec in _inputs(indicator, part) for each in spec.choices}
    return pick(choices[name].label)
