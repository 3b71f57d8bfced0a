"""What the pages of an evaluation share: crumbs, labels, the version a page was made on."""

from typing import NoReturn

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluation.cycles.forms.fields import read_digits
from evaluation.cycles.labels import label_text
from evaluation.cycles.models import Evaluation
from evaluation.cycles.queries.sheet import rubric_of
from kernel.access.models import Role
from kernel.errors import Conflict, Forbidden, Invalid, Stale

# What a page answers in words, with the form as it was typed; the rest becomes a page of its own.
REFUSALS = (Invalid, Stale, Conflict)
SAID = (*REFUSALS, Forbidden)
NO_VERSION = -1
# A list may mix rubrics; the four grades are named alike in all of them.
GRADES = (
    ("EXCELLENT", gettext_lazy("Excellent")),
    ("GOOD", gettext_lazy("Good")),
    ("PASS", gettext_lazy("Pass")),
    ("FAIL", gettext_lazy("Fail")),
)


def crumbs_of(evaluation: Evaluation, last: str = "") -> list[tuple[str, str]]:
    """List - evaluation - this page."""
    own = f"{evaluation.station.name} {evaluation.cycle.year}"
    crumbs = [(_("Evaluations"), reverse("cycles:evaluations"))]
    if not last:
        return [*crumbs, (own, "")]
    return [*crumbs, (own, reverse("cycles:evaluation", args=[evaluation.uuid])), (last, "")]


def grade_labels(evaluation: Evaluation) -> dict[str, str]:
    """The rubric's names of the grades."""
    return {each.id: label_text(each.title) for each in rubric_of(evaluation.cycle).grades}


def refuse_act() -> NoReturn:
    """Refuse what no button of the page sends: it is not taken for another act."""
    raise Invalid(_("No such act."))


def role_label(role: str | None) -> str:
    """A role in words; the system's own values are computed from records."""
    if not role:
        return ""
    return _("Computed from records") if role == "SYSTEM" else str(Role(role).label)


def seen_version(request: HttpRequest) -> int | None:
    """The version that the form was made on; None when it does not say, one that never was for
    what is no number."""
    given = request.POST.get("version", "")
    number = read_digits(given)
    return NO_VERSION if given and number is None else number
