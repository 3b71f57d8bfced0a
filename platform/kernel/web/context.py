"""What the base template needs on every page."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kernel.web.nav import links_for
from kernel.workdays.clock import now

# Read by htmx from a meta tag. Only what works under the policy; answers that carry
# errors of a form are shown, not swallowed.
HTMX_CONFIG = json.dumps(
    {
        "allowEval": False,
        "includeIndicatorStyles": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "4(09|12|22)", "swap": True},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
)


def page(request: HttpRequest) -> dict[str, Any]:
    """Host, navigation and person; also for pages answered before any of them is known."""
    site = getattr(request, "site", None)
    county = getattr(request, "county", None)
    actor = getattr(request, "actor", None)
    return {
        "place": _place(site, county),
        "place_above": getattr(site, "above", ""),
        "is_trial": bool(county and county.is_trial),
        "rehearsal_of": county.rehearsal_of if county else "",
        "nav_links": links_for(request),
        "actor": actor,
        "actor_roles": _role_labels(actor),
        "moment": now(),
        "htmx_config": HTMX_CONFIG,
        "languages": settings.LANGUAGES,
        "here": request.get_full_path(),
    }


def _place(site: Any, county: Any) -> str:
    """The county's or the authority's name, empty on a host that is neither."""
    if county is not None:
        return county.name
    kind = getattr(site, "kind", "")
    return {"province": settings.PROVINCE_NAME, "ops": _("Platform operation")}.get(kind, "")


def _role_labels(actor: Any) -> list[str]:
    """What the person holds here, in words, each once."""
    if actor is None:
        return []
    labels = [getattr(held, "get_role_display", lambda: "")() for held in actor.memberships]
    return list(dict.fromkeys(label for label in labels if label))
