"""Every question that the API of a county answers, with its answers."""

import json
import re
from typing import Any
from uuid import UUID

from django.urls import get_resolver

from evaluation.cycles.models import Evaluation
from kernel.accounts.models import User
from kernel.tenancy import county_context
from stations.network.models import Station
from tests.fixtures.clients import api_client_for

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


def ask_everything(county: str, user: User) -> dict[str, Any]:
    """Path -> status and body of each GET path of the county's API, for each object there is.

    Without what may differ between installations: host names and `as_of`.
    """
    client = api_client_for(user, county)
    return {path: ask(client, path, county) for path in paths(county)}


def ask(client: Any, path: str, county: str) -> Any:
    answer = client.get(path)
    text = answer.content.decode().replace(f"{county}.localhost", "HOST")
    return answer.status_code, forget(json.loads(text)) if "json" in answer[
        "content-type"
    ] else text


def forget(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: forget(each)
            for name, each in value.items()
            if name not in ("as_of", "request_id")
        }
    return [forget(each) for each in value] if isinstance(value, list) else value


def paths(county: str) -> list[str]:
    with county_context(county):
        stations = list(Station.objects.order_by("code").values_list("code", flat=True))
        evaluations = list(Evaluation.objects.order_by("uuid"))
        objects: dict[str, list[dict[str, Any]]] = {"": [{}]}
        objects["code"] = [{"code": code} for code in stations]
        objects["uuid"] = [{"uuid": each.uuid} for each in evaluations]
        objects["uuid indicator"] = [
            {"uuid": each.uuid, "indicator": indicator}
            for each in evaluations
            for indicator in each.items.order_by("indicator").values_list("indicator", flat=True)
        ]
    found = []
    for route in routes():
        names = " ".join(PLACE.findall(route))
        found += [fill(route, values) for values in objects[names]]
    return found


def fill(route: str, values: dict[str, str | UUID]) -> str:
    return "/" + PLACE.sub(lambda found: str(values[found[1]]), route)


def routes() -> list[str]:
    """Routes of the county's API, without its description."""
    patterns = get_resolver("config.urls_county").url_patterns
    return sorted(route for route in walk(patterns) if route.startswith("api/v1/"))


def walk(patterns: Any, before: str = "") -> list[str]:
    found: list[str] = []
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            found += walk(pattern.url_patterns, route)
        elif hasattr(getattr(pattern.callback, "cls", None), "get"):
            found.append(route)
    return found
