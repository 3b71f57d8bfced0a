"""Every question that the API of a county answers, and the province's about it, with the answers;
and what has a digest."""

import hashlib
import json
import re
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import get_resolver

from api.v1.record import REGISTERS
from evaluation.cycles.models import Evaluation
from evaluation.rubrics.models import RubricVersion
from kernel.accounts.domain.user import create_user, give_post
from kernel.accounts.models import User
from kernel.audit.models import ChainHead, Entry
from kernel.files.domain.stored_file import path_of
from kernel.files.models import StoredFile
from kernel.seals.models import Seal
from kernel.tenancy import county_context
from stations.casework.models import Beneficiary, Case, Visit
from stations.network.models import MemberProposal, Station
from tests.fixtures.clients import api_client_for
from tests.fixtures.people import PASSWORD

YEARS = (2023, 2024)
# Each path of the province's API, with every way to ask it about one county.
PROVINCE = {
    "targets": [f"year={year}" for year in YEARS],
    "coverage": [f"date={year}-01-01" for year in YEARS],
    "evaluations": [
        f"year={year}&group_by={group}"
        for year in YEARS
        for group in ("province", "prefecture", "county", "station")
    ],
}
# The objects that a path of the county's API names, by the path's noun.
NOUNS: dict[str, Any] = {
    "beneficiaries": Beneficiary,
    "cases": Case,
    "evaluations": Evaluation,
    "member-proposals": MemberProposal,
    "stations": Station,
    "visits": Visit,
    **{register.noun: register.model for register in REGISTERS},
}
# Of a table that two registers share.
ONLY: dict[str, dict[str, Any]] = {"planned-visits": {"held_at": None}}
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


def ask_everything(county: str, user: User) -> dict[str, Any]:
    """Path -> status and body of each GET path of the county's API, for each object there is.

    Without what may differ between installations: host names and `as_of`.
    """
    client = api_client_for(user, county)
    return {path: ask(client, path, county) for path in paths(county)}


def ask_province(county: str) -> dict[str, Any]:
    """Path -> status and body of all that the province's API says of a county."""
    # Named, not numbered: in the second installation the numbers begin anew and are taken.
    official = create_user(username="province", display_name="省厅", password=PASSWORD)
    give_post(user=official, role="PROVINCE", division_code="51")
    client = api_client_for(official, None)
    asked = [
        f"/api/v1/province/{name}?division={county}&{query}"
        for name, queries in PROVINCE.items()
        for query in queries
    ]
    return {path: ask(client, path, county) for path in asked}


def read_digests(county: str) -> dict[str, Any]:
    """All that proves a county's content: chain, seals, files as they lie there, rubrics."""
    with county_context(county):
        files = sorted(set(StoredFile.objects.values_list("digest", flat=True)))
        found = {
            "entries": list(Entry.objects.order_by("seq").values_list("seq", "digest")),
            "head": list(ChainHead.objects.values_list("seq", "digest")),
            "files": [hashlib.sha256(path_of(name).read_bytes()).hexdigest() for name in files],
        }
    seals = Seal.objects.filter(county_code=county).order_by("day")
    found["seals"] = [(str(day), *rest) for day, *rest in seals.values_list("day", "seq", "digest")]
    versions = RubricVersion.objects.order_by("rubric_id", "version")
    found["rubrics"] = list(versions.values_list("rubric_id", "version", "digest"))
    return json.loads(json.dumps(found))  # type: ignore[no-any-return]


def ask(client: Any, path: str, county: str) -> Any:
    answer = client.get(path)
    content = b"".join(answer) if answer.streaming else answer.content
    text = content.decode().replace(f"{county}.localhost", "HOST")
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
        return [
            fill(route, values)
            for route in routes()
            for values in objects(route.split("/")[2], PLACE.findall(route))
        ]


def objects(noun: str, names: list[str]) -> list[dict[str, Any]]:
    """What stands in the places of a route of this noun, for each object of the county."""
    if not names:
        return [{}]
    rows = NOUNS[noun].objects.order_by(names[0]).filter(**ONLY.get(noun, {}))
    if names == ["uuid", "indicator"]:
        return [
            {"uuid": each.uuid, "indicator": indicator}
            for each in rows
            for indicator in each.items.order_by("indicator").values_list("indicator", flat=True)
        ]
    if names == ["uuid", "target"]:
        return list(rows.exclude(targets=None).values("uuid", target=F("targets__uuid")))
    return list(rows.values(*names))


def fill(route: str, values: dict[str, str | UUID]) -> str:
    return "/" + PLACE.sub(lambda found: str(values[found[1]]), route)


def routes(urlconf: str = "config.urls_county") -> list[str]:
    """Routes of an API that answer GET, without its description."""
    patterns = get_resolver(urlconf).url_patterns
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
