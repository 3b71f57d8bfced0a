"""Prove a running demo: a whole cycle of one station over HTTP in a county made for it.

python -m deploy.demodata.check [--today DATE]: makes a temporary trial county, carries
its station from the opening of a cycle to the final result through the REST API, removes
the county, and prints the province's table of annex 1. Exit 0, or 1 with what failed.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

STRENGTH = 0.9


class Unexpected(RuntimeError):
    """The demo answered, but not with what the main job must give."""


def expect(condition: object, found: object) -> None:
    if not condition:
        raise Unexpected(str(found))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--today", type=date.fromisoformat)
    options = parser.parse_args()
    if options.today:
        os.environ["QIANZHAN_TODAY"] = options.today.isoformat()
    import django

    django.setup()
    from deploy.demodata.addresses import demo_file
    from deploy.demodata.client import Refused

    demo = json.loads(demo_file().read_text(encoding="utf-8"))
    try:
        with temporary_county(demo["province"]) as county:
            result = walk_cycle(county)
        print(
            f"cycle of {county['station']} over HTTP: {result['state']}, "
            f"{result['total']} {result['grade']}"
        )
        print_targets(demo["province"])
    except (Refused, Unexpected, OSError) as error:
        print(f"check failed: {error}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def temporary_county(province: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A trial county with one station and the users of a cycle; removed whatever happens."""
    from deploy.demodata.temporary import make_county, remove_county

    county = make_county(province)
    try:
        yield county
    finally:
        remove_county(county["code"])


def walk_cycle(county: dict[str, Any]) -> dict[str, Any]:
    """Open, freeze, self-evaluate, check, review, decide, publish: by everybody in turn."""
    users = county["users"]
    first, second = users["bureau-1"], users["bureau-2"]
    year = county["year"]
    rubric = {"id": "panzhihua-township", "version": "1.2.0"}
    body = {"year": year, "rubric": rubric, "cutoff_on": f"{year}-12-31"}
    cycle = first.call("POST", "/api/v1/cycles", body)
    for action in ("open", "freeze"):
        cycle = first.call("POST", f"/api/v1/cycles/{cycle['id']}/{action}")
    expect(cycle["state"] == "FROZEN", cycle)
    listed = users["head-1"].call("GET", f"/api/v1/evaluations?year={year}")["results"]
    expect(len(listed) == 1, listed)
    path = f"/api/v1/evaluations/{listed[0]['id']}"
    fill_sheet(users["head-1"], path)
    users["head-1"].call("POST", f"{path}/submit", {"pledge": True})
    users["township-1"].call("POST", f"{path}/confirm")
    reviewers = [users[f"reviewer-{number}"] for number in (1, 2, 3)]
    ids = [reviewer.call("GET", "/api/v1/me")["id"] for reviewer in reviewers]
    first.call("POST", f"{path}/assign", {"reviewers": ids})
    for reviewer in reviewers:
        review(reviewer, path)
    enter_survey(first, path)
    first.call("POST", f"{path}/reconcile", {"decisions": []})
    for action in ("decide", "publicise", "finalise"):
        second.call("POST", f"{path}/{action}")
    result = second.call("GET", path)
    expect(result["state"] == "FINAL" and result["grade"], result)
    return result


def fill_sheet(head: Any, path: str) -> None:
    """Take the list of what a submission lacks and give each thing, until nothing lacks."""
    from deploy.demodata.client import Refused
    from deploy.demodata.sheet import declare

    values = declare(Random(1), STRENGTH)
    for _attempt in range(3):
        try:
            head.call("POST", f"{path}/submit", {})
        except Refused as refused:
            lacking = [error["field"] for error in refused.problem["errors"]]
        if lacking == ["pledge"]:
            return
        for indicator in dict.fromkeys(field.partition(".")[0] for field in lacking):
            if indicator != "pledge":
                give(head, path, indicator, lacking, values)
    raise Unexpected(f"still lacking: {lacking}")


def give(head: Any, path: str, indicator: str, lacking: list[str], values: dict) -> None:
    item = f"{path}/items/{indicator}"
    keys = [field.partition(".")[2] for field in lacking if field.startswith(f"{indicator}.")]
    inputs = {key: values[indicator][key] for key in keys if key in values.get(indicator, {})}
    if "evidence" in keys:
        head.upload(f"{item}/evidence", f"{indicator}.txt", "佐证".encode())
    if inputs:
        change(head, path, indicator, {"inputs": inputs})
    elif indicator in lacking:
        change(head, path, indicator, {"confirm": True})


def change(user: Any, path: str, indicator: str, body: dict[str, Any]) -> None:
    user.call("PATCH", f"{path}/items/{indicator}", body, **{"If-Match": user.etag(path)})


def review(reviewer: Any, path: str) -> None:
    """Grade what a finished review lacks: good grades need no reason."""
    from deploy.demodata.client import Refused

    try:
        reviewer.call("POST", f"{path}/finish-review")
    except Refused as refused:
        for error in refused.problem["errors"]:
            change(reviewer, path, error["field"].partition(".")[0], {"grade": "B"})
    reviewer.call("POST", f"{path}/finish-review")


def enter_survey(bureau: Any, path: str) -> None:
    for indicator in ("T1", "T2", "T3", "T4"):
        change(bureau, path, indicator, {"inputs": {"mean_percent": "88.5"}})


def print_targets(province: dict[str, Any]) -> None:
    """The province's table of annex 1, as it answers."""
    from deploy.demodata.client import ApiClient

    user = province["users"][0]
    client = ApiClient(province["base_url"], province["host"])
    client.log_in(user["username"], user["password"])
    table = client.call("GET", "/api/v1/province/targets?division=5104&year=2021")
    print(f"{table['division']['name']} {table['year']}  target/actual/gap")
    for row in [*table["rows"], {"code": "", "name": "合计", **table["total"]}]:
        cells = [row[level] for level in ("hub", "station", "room", "total")]
        shown = "  ".join(f"{cell['target']}/{cell['actual']}/{cell['gap']}" for cell in cells)
        print(f"{row['code']:6} {row['name']}  {shown}")


if __name__ == "__main__":
    sys.exit(main())
