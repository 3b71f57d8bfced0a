"""How counties are written in the plan's table: with the pilot they are."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

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
