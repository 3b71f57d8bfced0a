"""Home visits without a link: a shell that a phone keeps, and the list it fetches.

The shell holds no personal data, so the browser's service worker may keep it. What the
list holds is encrypted by the browser and wiped after CARRIED_DAYS (rules.py).
"""

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kernel.access.request import ActorRequest
from kernel.errors import Forbidden
from kernel.version import VERSION
from kernel.workdays.clock import ZONE, now, today
from stations.casework.companions import companion_choices
from stations.casework.data_file import read_data
from stations.casework.enums import Place, Result, VisitLevel
from stations.casework.models.visit import FORM
from stations.casework.pages.arrive import answer_refusal
from stations.casework.queries.due import persons_due
from stations.casework.queries.planned_visit import planned_until
from stations.casework.queries.visit_template import offered_templates, templates_carried
from stations.casework.rules import CARRIED_DAYS, require_visitor
from stations.casework.sections import sections_of
from stations.casework.sending import limits
from stations.records.drafts import draft_days
from stations.records.forms import longest

WORKER = Path(__file__).parents[1] / "static" / "casework" / "worker.js"
ASSETS = (
    "vendor/tabler.min.css",
    "vendor/htmx.min.js",
    "vendor/icons.svg",
    "web/gov.css",
    "web/print.css",
    "web/icon.svg",
    "web/app.js",
    "web/store.js",
    "web/leave.js",
    "web/draft.js",
    "casework/home.css",
    "casework/outbox.js",
    "casework/home.js",
)


@require_GET
def show_shell(request: ActorRequest) -> HttpResponse:
    """The page without any person in it. Raises Forbidden for who makes no visits."""
    require_visitor(request.actor)
    context = {
        "config": _config(),
        "places": Place.choices,
        "results": Result.choices,
        "companions": companion_choices(),
        "longest": longest("text"),
        "sections": sections_of(FORM),
    }
    return render(request, "casework/home_visits.html", context)


@require_GET
@never_cache
def send_data(request: ActorRequest) -> JsonResponse:
    """Who is due, who asks, the moment and a fresh CSRF token; 403 for who makes no visits, whose
    phone then forgets its list.
    """
    try:
        require_visitor(request.actor)
    except Forbidden as refusal:
        return answer_refusal(refusal)
    persons = persons_due(request.actor, today(), CARRIED_DAYS)
    plans = planned_until(request.actor, today(), CARRIED_DAYS)
    return JsonResponse(
        {
            "user": str(request.actor.user_uuid),
            "csrf": get_token(request),
            "now": now().isoformat(),
            "persons": [asdict(person) for person in persons],
            "plans": [asdict(plan) for _place, plan in plans],
            "templates": templates_carried(
                [person.uuid for person in persons] + [plan.beneficiary for _place, plan in plans],
                today(),
            ),
        }
    )


@require_GET
@never_cache
def send_worker(request: ActorRequest) -> HttpResponse:
    """The service worker; a new release is a new cache. It holds nothing of anybody.

    Logged out, a browser keeps the one it has.
    """
    shell = reverse("casework:home-visits")
    settings = {
        "cache": f"home-visits-{VERSION}-{_digest()}",
        "shell": shell,
        "assets": [static(name) for name in ASSETS],
    }
    text = f"self.settings = {json.dumps(settings)};\n{WORKER.read_text(encoding='utf-8')}"
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer["Service-Worker-Allowed"] = shell
    return answer


@cache
def _digest() -> str:
    """Changes with any file the phone keeps."""
    found = [WORKER, *(Path(str(finders.find(name))) for name in ASSETS)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in found)).hexdigest()[:12]


def _config() -> dict[str, Any]:
    """What the scripts need: addresses, days, words."""
    data = reverse("casework:home-visits-data")
    return {
        "data": data,
        "visit": f"{reverse('casework:home-visits')}{{uuid}}/",
        "batch": {"address": reverse("casework:home-visits-batch"), **limits()},
        "worker": reverse("casework:home-visits-worker"),
        "login": f"{reverse('web:login')}?next={reverse('casework:home-visits')}",
        "days": CARRIED_DAYS,
        "draft_days": draft_days(),
        **read_data("visits")["page"],
        "ahead_minutes": read_data("visits")["ahead_minutes"],
        "minutes": int(now().astimezone(ZONE).utcoffset().total_seconds() // 60),  # type: ignore[union-attr]
        "levels": {level.value: str(level.label) for level in VisitLevel},
        "templates": {
            template.key: {
                "label": str(template.label),
                "hints": {key: str(hint) for key, hint in template.hints.items()},
            }
            for template in offered_templates()
            if template.is_carried
        },
        "phone": Place.PHONE.value,
        "places": {value: str(label) for value, label in Place.choices},
        "results": {value: str(label) for value, label in Result.choices},
        "companions": {value: str(label) for value, label in companion_choices()},
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "old": _("This browser cannot keep visits. Please open the page in your phone's browser."),
        "loading": _("Fetching the list"),
        "fresh": _("The list is fresh."),
        "busy": _(
            "The server takes no visits in just now. They are kept on this phone and sent later."
        ),
        "closed": _(
            "This browser lets the page keep nothing (a private window, or storage is forbidden):"
            " visits would be lost. Please open the page in an ordinary window."
        ),
        "unkept": _(
            "This phone has no space left: what you entered is kept, but not the list, or what the"
            " server said of a visit. Please free some space."
        ),
        "clock": _("This phone's clock is wrong. Please set it, and check the time of each visit."),
        "unreadable": _("Can no longer be read on this phone"),
        "lost": _("Entered at %(time)s. Please enter the visit once more."),
        "offline": _("No link. Visits are kept on this phone and sent later."),
        "login": _("Please log in again to send. Nothing is lost."),
        "forbidden": _("You make no home visits here. Nothing was sent."),
        "nobody": _("Nobody is due within the coming days."),
        "unknown": _("The list is fetched when there is a link. Log in for that."),
        "due": _("Due by"),
        "planned": _("Planned on"),
        "missed": _("overdue since %(day)s"),
        "last": _("Last visited"),
        "never": _("Not visited yet"),
        "kept": _("The visit is kept on this phone."),
        "full": _("This phone cannot keep the visit. Do not close the page; free some space."),
        "waiting": _("Waits to be sent"),
        "refused": _("Not accepted"),
        "differs": _("The server has another version"),
        "stored": _("On the server"),
        "sent": _("On this phone"),
        "discard": _("Discard"),
        "discard_ask": _("Discard this visit? It has not been sent."),
        "replace_ask": _("Replace what you have written? It has not been saved."),
        "correct": _("Correct"),
        "again": _("Send as another visit"),
    }
