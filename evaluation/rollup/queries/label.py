"""What the province's tables call things: counties with their pilots, grades, areas."""

from collections.abc import Iterable

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from evaluation.rubrics.queries import latest_versions

GRADES = {
    "EXCELLENT": pgettext_lazy("grade", "Excellent"),
    "GOOD": pgettext_lazy("grade", "Good"),
    "PASS": pgettext_lazy("grade", "Pass"),
    "FAIL": pgettext_lazy("grade", "Fail"),
}
# A pilot is called after what the county is: 试点区, 试点县, 试点市.
PILOTS = {
    "SOCIAL_WORK": {
        "区": _("Provincial social-work service pilot district"),
        "县": _("Provincial social-work service pilot county"),
        "市": _("Provincial social-work service pilot city"),
    },
    "COMMUNITY_GOVERNANCE": {
        "区": _("Provincial community-governance pilot district"),
        "县": _("Provincial community-governance pilot county"),
        "市": _("Provincial community-governance pilot city"),
    },
}


def pilot_labels(name: str, tags: Iterable[str]) -> list[str]:
    """The county's pilots in words; a tag that is no pilot is left out."""
    return [
        str(PILOTS[tag].get(name[-1:], PILOTS[tag]["县"])) for tag in sorted(tags) if tag in PILOTS
    ]


def county_label(name: str, tags: Iterable[str]) -> str:
    """The county as annex 1 writes it: 东区(省级社会工作服务试点区)."""
    pilots = pilot_labels(name, tags)
    return f"{name}({', '.join(pilots)})" if pilots else name


def area_titles(areas: Iterable[str]) -> list[tuple[str, str]]:
    """(code, title) of the areas of a table, in the order of the rubric.

    Titles are those of the latest published rubric that has them; an area without one is
    shown by its code.
    """
    wanted = set(areas)
    if not wanted:
        return []
    titles = {
        area["id"]: area["title"]["zh" if (get_language() or "zh").startswith("zh") else "en"]
        for version in latest_versions()
        for area in version.content["areas"]
        if area["id"] in wanted
    }
    return [*titles.items(), *((code, code) for code in sorted(wanted - set(titles)))]
