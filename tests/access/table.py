"""Every endpoint and page, and who may do what there (glossary.md, section 9).

Letters name the users of `tests.fixtures.cycles.make_town`, all of S001: B bureau, U hub
staff, A auditor, H head, W worker, R room staff (of R001), T township, V assigned
reviewer, S supervisor, G agency, P purchaser. ``may``: who is let through; ``sees``: who
sees the object but may not do this (403); everybody else: 404 where there is an object,
403 where there is none.
"""

from dataclasses import dataclass, field
from typing import Any

EVERYBODY = "BUAHWRTVSGP"
SHEET = "BUAHWTV"  # who sees an undecided evaluation of S001
COUNTY_WIDE = "BUA"
STATION = "BUAHWTVSG"  # room staff see their room, not the station above it


@dataclass(frozen=True)
class Row:
    """One method on one route. Paths name objects: {station} {evaluation} {cycle} ..."""

    method: str
    route: str
    path: str
    may: str
    sees: str = ""
    has_object: bool = True
    body: dict[str, Any] = field(default_factory=dict)

    def expected(self, letter: str) -> str:
        """What this user meets: "in", 403 or 404."""
        if letter in self.may:
            return "in"
        return "403" if letter in self.sees or not self.has_object else "404"

    @property
    def is_api(self) -> bool:
        return self.route.startswith("api/")

    @property
    def label(self) -> str:
        return f"{self.method} {self.route}"


S, E = "api/v1/stations/<str:code>", "api/v1/evaluations/<uuid:uuid>"
API = "/api/v1/evaluations/{evaluation}"
P = "api/v1/beneficiaries"
SENT = "5d1c3a52-9b7e-4a53-8b3a-0f6f5a6f7c11"  # of a visit that is new here

COUNTY_API = (
    Row("GET", "api/v1/me", "/api/v1/me", EVERYBODY, has_object=False),
    Row("GET", "api/v1/stations", "/api/v1/stations", EVERYBODY, has_object=False),
    Row("GET", "api/v1/stations/<str:code>", "/api/v1/stations/{station}", STATION),
    Row("GET", f"{S}/flows", "/api/v1/stations/{station}/flows", "BUAHWTSG", "V"),
    Row("GET", "api/v1/evaluations", "/api/v1/evaluations", EVERYBODY, has_object=False),
    Row("GET", E, API, SHEET),
    Row(
        "PATCH",
        f"{E}/items/<slug:indicator>",
        f"{API}/items/F8",
        "H",
        "BUAWTV",
        body={"inputs": {"board": True}},
    ),
    Row(
        "PATCH",
        f"{E}/items/<slug:indicator>",
        f"{API}/items/F1",
        "V",
        "BUAHWT",
        body={"grade": "B"},
    ),
    Row(
        "PATCH",
        f"{E}/items/<slug:indicator>",
        f"{API}/items/T1",
        "B",
        "UAHWTV",
        body={"inputs": {"mean_percent": "80"}},
    ),
    Row("POST", f"{E}/items/<slug:indicator>/evidence", f"{API}/items/F1/evidence", "H", "BUAWTV"),
    Row("POST", f"{E}/submit", f"{API}/submit", "H", "BUAWTV", body={"pledge": True}),
    Row("POST", f"{E}/return", f"{API}/return", "T", "BUAHWV", body={"reason": "缺材料"}),
    Row("POST", f"{E}/confirm", f"{API}/confirm", "T", "BUAHWV"),
    Row("POST", f"{E}/assign", f"{API}/assign", "B", "UAHWTV", body={"reviewers": []}),
    Row("POST", f"{E}/recuse", f"{API}/recuse", "V", "BUAHWT", body={"reason": "亲属"}),
    Row("POST", f"{E}/finish-review", f"{API}/finish-review", "V", "BUAHWT"),
    Row("POST", f"{E}/reconcile", f"{API}/reconcile", "B", "UAHWTV", body={"decisions": []}),
    Row("POST", f"{E}/decide", f"{API}/decide", "B", "UAHWTV"),
    Row("POST", f"{E}/publicise", f"{API}/publicise", "B", "UAHWTV"),
    Row("POST", f"{E}/finalise", f"{API}/finalise", "B", "UAHWTV"),
    Row(
        "POST",
        "api/v1/cycles",
        "/api/v1/cycles",
        "B",
        has_object=False,
        body={
            "year": 2024,
            "rubric": {"id": "panzhihua-township", "version": "1.2.0"},
            "cutoff_on": "2024-12-31",
        },
    ),
    *(
        Row(
            "POST",
            f"api/v1/cycles/<uuid:uuid>/{act}",
            f"/api/v1/cycles/{{cycle}}/{act}",
            "B",
            "UAHWTGV",
        )
        for act in ("open", "freeze", "close")
    ),
    Row("GET", P, f"/{P}", EVERYBODY, has_object=False),
    Row("POST", P, f"/{P}", "HW", has_object=False),
    Row("POST", f"{P}/search", f"/{P}/search", EVERYBODY, has_object=False, body={"search": "李"}),
    Row("GET", f"{P}/<uuid:uuid>", f"/{P}/{{person}}", "BHW"),
    Row(
        "POST",
        f"{P}/<uuid:uuid>/reveal",
        f"/{P}/{{person}}/reveal",
        "BHW",
        body={"reason": "核对低保"},
    ),
    Row("POST", f"{P}/<uuid:uuid>/consents", f"/{P}/{{person}}/consents", "HW", "B"),
    Row(
        "POST",
        f"{P}/<uuid:uuid>/guardian-notice",
        f"/{P}/{{person}}/guardian-notice",
        "HW",
        "B",
    ),
    *(
        Row("POST", f"{P}/<uuid:uuid>/{act}", f"/{P}/{{person}}/{act}", "HW", "B")
        for act in ("kinds", "levels", "close", "reopen", "notice", "edit")
    ),
    Row("POST", f"{P}/<uuid:uuid>/responsible", f"/{P}/{{person}}/responsible", "H", "BW"),
    Row(
        "POST",
        f"{P}/<uuid:uuid>/kinds/<uuid:entry>/end",
        f"/{P}/{{person}}/kinds/{{kind}}/end",
        "HW",
        "B",
    ),
    Row(
        "POST",
        "api/v1/consents/<uuid:uuid>/withdraw",
        "/api/v1/consents/{consent}/withdraw",
        "HW",
        "B",
    ),
)

K, CASE = "api/v1/cases/<uuid:uuid>", "/api/v1/cases/{case}"
WORK_API = (
    Row("GET", "api/v1/visits", "/api/v1/visits", EVERYBODY, has_object=False),
    Row("GET", "api/v1/visits/<uuid:uuid>", "/api/v1/visits/{visit}", "BHW"),
    Row("PUT", "api/v1/visits/<uuid:uuid>", f"/api/v1/visits/{SENT}", "HWR", has_object=False),
    Row(
        "POST",
        "api/v1/visits/<uuid:uuid>/withdraw",
        "/api/v1/visits/{visit}/withdraw",
        "HW",
        "B",
        body={"reason": "登错人"},
    ),
    Row("POST", "api/v1/visit-batches", "/api/v1/visit-batches", "HWR", has_object=False),
    Row("GET", "api/v1/entrustment-terms", "/api/v1/entrustment-terms", "BA", has_object=False),
    Row("POST", "api/v1/entrustment-terms", "/api/v1/entrustment-terms", "B", has_object=False),
    Row("GET", "api/v1/alerts", "/api/v1/alerts", EVERYBODY, has_object=False),
    Row("POST", "api/v1/alerts/seen", "/api/v1/alerts/seen", "HW", has_object=False),
    Row("GET", "api/v1/due-visits", "/api/v1/due-visits", EVERYBODY, has_object=False),
    Row("GET", "api/v1/rosters", "/api/v1/rosters", EVERYBODY, has_object=False),
    Row("POST", "api/v1/rosters", "/api/v1/rosters", "HW", has_object=False),
    Row("GET", "api/v1/cases", "/api/v1/cases", EVERYBODY, has_object=False),
    Row("POST", "api/v1/cases", "/api/v1/cases", "HW", has_object=False),
    Row("GET", K, CASE, "BHWS"),
    Row("POST", f"{K}/documents", f"{CASE}/documents", "HW", "BS"),
    Row("POST", f"{K}/follow-ups", f"{CASE}/follow-ups", "HW", "BS"),
    Row(
        "POST",
        f"{K}/follow-ups/<uuid:follow_up>",
        f"{CASE}/follow-ups/{{follow_up}}",
        "HW",
        "BS",
    ),
    *(
        Row("POST", f"{K}/{act}", f"{CASE}/{act}", "HW", "BS")
        for act in ("advance", "refer", "withdraw", "request-closure", "take-back", "reopen")
    ),
    Row("POST", f"{K}/sign-closure", f"{CASE}/sign-closure", "HS", "BW"),
)

CODE = r"^(?P<code>[0-9]{6}-[HSRI][0-9]{3,})"
PAGE = "/evaluations/{evaluation}/"
ONE = "evaluations/<uuid:uuid>/"

COUNTY_PAGES = (
    Row("GET", "", "/", EVERYBODY, has_object=False),
    Row("GET", "terms/", "/terms/", "BA", has_object=False),
    Row("GET", "network/", "/network/", EVERYBODY, has_object=False),
    Row("GET", "network/new/", "/network/new/", "BU", has_object=False),
    Row("GET", "network/targets/", "/network/targets/", "BUA", has_object=False),
    Row("GET", "network/targets/edit/", "/network/targets/edit/?year=2021", "B", has_object=False),
    Row("GET", "network/divisions/", "/network/divisions/", "B", has_object=False),
    Row("GET", f"network/{CODE}/$", "/network/{station}/", STATION),
    Row("GET", f"network/{CODE}/children/$", "/network/{station}/children/", STATION),
    Row("GET", f"network/{CODE}/edit/$", "/network/{station}/edit/", "BU", "AHWTVSG"),
    Row("GET", f"network/{CODE}/state/$", "/network/{station}/state/", "BU", "AHWTVSG"),
    Row("GET", f"network/{CODE}/area/$", "/network/{station}/area/", "BU", "AHWTVSG"),
    Row("GET", f"network/{CODE}/operator/$", "/network/{station}/operator/", "BU", "AHWTVSG"),
    Row("GET", f"network/{CODE}/licence/$", "/network/{station}/licence/", "BU", "AHWTVSG"),
    Row("GET", f"network/{CODE}/venue/$", "/network/{station}/venue/", "BUH", "AWTVSG"),
    Row("GET", f"network/{CODE}/equipment/$", "/network/{station}/equipment/", "BUH", "AWTVSG"),
    Row("GET", "evaluations/", "/evaluations/", EVERYBODY, has_object=False),
    Row("GET", ONE, PAGE, SHEET),
    Row("GET", f"{ONE}facts/<slug:indicator>/", f"{PAGE}facts/C05/", SHEET),
    Row("GET", f"{ONE}self/", f"{PAGE}self/", SHEET),
    Row("GET", f"{ONE}self/hand-in/", f"{PAGE}self/hand-in/", SHEET),
    Row("GET", f"{ONE}self/<slug:indicator>/", f"{PAGE}self/C05/", SHEET),
    Row("GET", f"{ONE}files/<uuid:evidence>/", f"{PAGE}files/{{evidence}}/", SHEET),
)

UUID = "(?P<uuid>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"
PEOPLE, WORK, GROUPS = f"people/{CODE}", f"casework/{CODE}", f"community/{CODE}"
HOME = "casework/home-visits/"

KIND = "(?P<kind>[A-Z_]{4,20})"
PERSON, ONE_PERSON = f"{WORK}/persons/{UUID}", "/casework/{station}/persons/{person}/"
ENTRY = UUID.replace("uuid", "entry")

RECORD_PAGES = (
    Row("GET", f"{WORK}/persons/$", "/casework/{station}/persons/", "BHW", "UATSGV"),
    Row("POST", f"{WORK}/persons/$", "/casework/{station}/persons/", "BHW", "UATSGV"),
    Row("GET", f"{WORK}/persons/new/$", "/casework/{station}/persons/new/", "HW", "BUATSGV"),
    Row("GET", f"{PERSON}/$", ONE_PERSON, "BHW", "UATSGV"),
    Row(
        "POST",
        f"{PERSON}/reveal/$",
        f"{ONE_PERSON}reveal/",
        "BHW",
        "UATSGV",
        body={"reason": "核对低保"},
    ),
    *(
        Row("GET", f"{PERSON}/{act}/$", f"{ONE_PERSON}{act}/", "HW", "BUATSGV")
        for act in ("edit", "kind", "level", "close", "reopen", "consent")
    ),
    *(
        Row(
            "GET",
            f"{PERSON}/{act}/{ENTRY}/end/$",
            f"{ONE_PERSON}{act}/{{{act}}}/end/",
            "HW",
            "BUATSGV",
        )
        for act in ("kind", "consent")
    ),
    Row(
        "GET",
        f"{PEOPLE}/service-certificates/{UUID}/pdf/$",
        "/people/{station}/service-certificates/{certificate}/pdf/",
        "BUHW",
        "ATSGV",
    ),
    Row(
        "GET",
        "api/v1/service-certificates/<uuid:uuid>/pdf",
        "/api/v1/service-certificates/{certificate}/pdf",
        "BUHW",
    ),
    Row("GET", HOME, f"/{HOME}", "HWR", has_object=False),
    Row("GET", f"{HOME}data/", f"/{HOME}data/", "HWR", has_object=False),
    Row("GET", f"{HOME}sw.js", f"/{HOME}sw.js", EVERYBODY, has_object=False),
    Row("POST", f"{HOME}batch/", f"/{HOME}batch/", "HWR", has_object=False),
    Row(
        "PUT",
        f"{HOME}<uuid:uuid>/",
        f"/{HOME}{SENT}/",
        "HWR",
        has_object=False,
    ),
    Row("GET", "casework/persons/search/", "/casework/persons/search/", "BHW", has_object=False),
    Row("POST", "casework/persons/search/", "/casework/persons/search/", "BHW", has_object=False),
    Row("GET", f"{WORK}/due/$", "/casework/{station}/due/", "HW", "BUATSGV"),
    Row("GET", f"{WORK}/alerts/$", "/casework/{station}/alerts/", "BHW", "UATSGV"),
    Row(
        "GET",
        f"{WORK}/alerts/{KIND}/{UUID}/see/$",
        "/casework/{station}/alerts/LEAD_WAITING/{lead}/see/",
        "HW",
        "BUATSGV",
    ),
    Row("GET", f"{WORK}/rosters/$", "/casework/{station}/rosters/", "BHW", "UATSGV"),
    Row("GET", f"{WORK}/rosters/new/$", "/casework/{station}/rosters/new/", "HW", "BUATSGV"),
    Row("POST", f"{WORK}/rosters/new/$", "/casework/{station}/rosters/new/", "HW", "BUATSGV"),
    Row(
        "POST", f"{WORK}/rosters/confirm/$", "/casework/{station}/rosters/confirm/", "HW", "BUATSGV"
    ),
    Row(
        "POST",
        f"{WORK}/rosters/{UUID}/file/$",
        "/casework/{station}/rosters/{roster}/file/",
        "HW",
        "BUATSGV",
    ),
    Row("GET", f"{WORK}/visits/$", "/casework/{station}/visits/", "BHW", "UATSGV"),
    Row("GET", f"{WORK}/visits/new/$", "/casework/{station}/visits/new/", "HW", "BUATSGV"),
    Row("GET", f"{GROUPS}/$", "/community/{station}/", "BUAHWTSG", "V"),
    Row("GET", f"{GROUPS}/new/$", "/community/{station}/new/", "BUHW", "ATSGV"),
)

FOLLOW_UP = UUID.replace("uuid", "follow_up")
ACT = "(?P<act>refer|withdraw|request-closure|take-back|send-back|sign-closure|reopen|follow-up)"
CASES = "/casework/{station}/cases/"
CASE_PAGES = (
    Row("GET", f"{WORK}/cases/$", CASES, "BHWS", "UATGV"),
    Row("GET", f"{WORK}/cases/new/$", f"{CASES}new/", "HW", "BUATSGV"),
    Row("GET", f"{WORK}/cases/{UUID}/$", f"{CASES}{{case}}/", "BHWS", "UATGV"),
    Row("POST", f"{WORK}/cases/{UUID}/advance/$", f"{CASES}{{case}}/advance/", "HW", "BUATSGV"),
    Row("GET", f"{WORK}/cases/{UUID}/document/$", f"{CASES}{{case}}/document/", "HW", "BUATSGV"),
    Row(
        "GET",
        f"{WORK}/cases/{UUID}/follow-up/{FOLLOW_UP}/$",
        f"{CASES}{{case}}/follow-up/{{follow_up}}/",
        "HW",
        "BUATSGV",
    ),
    Row("GET", f"{WORK}/cases/{UUID}/{ACT}/$", f"{CASES}{{case}}/refer/", "HW", "BUATSGV"),
    Row(
        "GET",
        f"{WORK}/cases/{UUID}/{ACT}/$",
        f"{CASES}{{case}}/sign-closure/",
        "HS",
        "BUAWTGV",
    ),
)

PURGES = (
    Row("GET", f"{PERSON}/purge/$", f"{ONE_PERSON}purge/", "H", "BUAWTGV"),
    Row("GET", f"{GROUPS}/purge/$", "/community/{station}/purge/", "HS", "BUAWTGV"),
    Row("GET", f"{GROUPS}/flows/$", "/community/{station}/flows/", "BUAHWTSG", "V"),
    Row("GET", f"{WORK}/cases/{UUID}/purge/$", f"{CASES}{{case}}/purge/", "HS", "BUAWTGV"),
)

MORE_PAGES = (
    Row("GET", "rubric/", "/rubric/", "BUAHWTVSG", has_object=False),
    Row(
        "POST",
        "rubric/adopt/",
        "/rubric/adopt/",
        "B",
        has_object=False,
        body={"rubric_id": "panzhihua-township", "version": "1.2.0"},
    ),
    Row("GET", "rubric/<uuid:uuid>/", "/rubric/{adoption}/", "BUAHWTVSG"),
    Row("POST", "rubric/<uuid:uuid>/discard/", "/rubric/{adoption}/discard/", "B"),
    Row("POST", "rubric/<uuid:uuid>/<str:area>/", "/rubric/{adoption}/F/", "B"),
    Row("GET", "cycles/", "/cycles/", "B", has_object=False),
    Row("POST", "cycles/<uuid:uuid>/<slug:act>/", "/cycles/{cycle}/close/", "B", "UAHWTVG"),
    Row("POST", f"{ONE}self/hand-in/", f"{PAGE}self/hand-in/", "H", "BUAWTV"),
    Row(
        "POST",
        f"{ONE}self/<slug:indicator>/",
        f"{PAGE}self/F8/",
        "H",
        "BUAWTV",
        body={"act": "declare", "board": "true"},
    ),
    Row("POST", f"{ONE}self/<slug:indicator>/evidence/", f"{PAGE}self/F1/evidence/", "H", "BUAWTV"),
    Row(
        "POST",
        f"{ONE}files/<uuid:evidence>/remove/",
        f"{PAGE}files/{{evidence}}/remove/",
        "H",
        "BUAWTV",
    ),
    Row("GET", f"{ONE}township/", f"{PAGE}township/", "T", "BUAHWV"),
    Row("POST", f"{ONE}township/", f"{PAGE}township/", "T", "BUAHWV"),
    Row("GET", f"{ONE}review/", f"{PAGE}review/", "V", "BUAHWT"),
    Row("POST", f"{ONE}review/", f"{PAGE}review/", "V", "BUAHWT"),
    Row("GET", f"{ONE}review/<slug:indicator>/", f"{PAGE}review/F1/", "V", "BUAHWT"),
    Row("POST", f"{ONE}review/<slug:indicator>/", f"{PAGE}review/F1/", "V", "BUAHWT"),
    Row("GET", f"{ONE}manage/", f"{PAGE}manage/", "B", "UAHWTV"),
    Row("POST", f"{ONE}manage/", f"{PAGE}manage/", "B", "UAHWTV", body={"act": "decide"}),
    Row("GET", "targets/export/", "/targets/export/?year=2021", "BUA", has_object=False),
    Row("GET", "jobs/<uuid:uuid>/", "/jobs/{job}/", "B"),
)

PROVINCE = (
    Row("GET", "password/", "/password/", "PQ", has_object=False),
    Row("GET", "api/v1/me", "/api/v1/me", "PQ", has_object=False),
    Row("GET", "api/v1/province/targets", "/api/v1/province/targets?division=5104&year=2021", "PQ"),
    Row("GET", "api/v1/province/coverage", "/api/v1/province/coverage?division=5104", "PQ"),
    Row(
        "GET",
        "api/v1/province/evaluations",
        "/api/v1/province/evaluations?division=5104&year=2023&group_by=county",
        "PQ",
    ),
    Row("GET", "", "/", "PQ"),
    Row("GET", "targets/", "/targets/?division=5104&year=2021", "PQ"),
    Row("GET", "targets/export/", "/targets/export/?division=5104&year=2021", "PQ"),
    Row("GET", "coverage/", "/coverage/?division=5104", "PQ"),
    Row("GET", "evaluations/", "/evaluations/?division=5104&year=2023", "PQ"),
    Row("GET", "records/", "/records/?division=5104", "PQ"),
)

# Paths name {county}, a code, and {operation}.
C = "api/v1/counties/<str:code>"
ONE = "/api/v1/counties/{county}"
ACTS = (
    "suspend",
    "resume",
    "leave",
    "stay",
    "change-host",
    "export",
    "restore",
    "rehearse",
    "remove-copy",
    "ask-erasure",
    "confirm-erasure",
)
D, DIVISIONS = "divisions/<uuid:uuid>/", "/divisions/{division_change}/"
L = "divisions/lists/<slug:release>/"
CHANGES, LISTS = "api/v1/division-changes", "api/v1/division-lists"
CHANGE, LIST = f"{CHANGES}/<uuid:uuid>", f"{LISTS}/<slug:release>"
OPS = (
    Row("GET", "password/", "/password/", "O", has_object=False),
    Row("GET", "api/v1/me", "/api/v1/me", "O", has_object=False),
    Row("GET", "api/v1/counties", "/api/v1/counties", "O", has_object=False),
    Row("GET", C, ONE, "O"),
    *(Row("POST", f"{C}/{act}", f"{ONE}/{act}", "O", body={"reason": "搬迁"}) for act in ACTS),
    Row("GET", "api/v1/operations", "/api/v1/operations", "O", has_object=False),
    Row("GET", "api/v1/operations/<uuid:uuid>", "/api/v1/operations/{operation}", "O"),
    Row("GET", "", "/", "O", has_object=False),
    Row("POST", "api/v1/counties/migrate", "/api/v1/counties/migrate", "O", has_object=False),
    Row("POST", "api/v1/counties/province", "/api/v1/counties/province", "O", has_object=False),
    Row("GET", "api/v1/archives", "/api/v1/archives", "O", has_object=False),
    Row("POST", "api/v1/archives/restore", "/api/v1/archives/restore", "O", has_object=False),
    Row("GET", "archives/", "/archives/", "O", has_object=False),
    Row("POST", "archives/", "/archives/", "O", has_object=False),
    Row("GET", "archives/<str:name>", "/archives/{archive}", "O"),
    Row("GET", "province/", "/province/", "O", has_object=False),
    Row("POST", "province/", "/province/", "O", has_object=False),
    Row("POST", "api/v1/counties", "/api/v1/counties", "O", has_object=False),
    Row("GET", "new/", "/new/", "O", has_object=False),
    Row("POST", "new/", "/new/", "O", has_object=False, body={"code": "999999"}),
    Row("GET", "migration/", "/migration/", "O", has_object=False),
    Row("POST", "migration/", "/migration/", "O", has_object=False),
    Row("GET", "counties/<str:code>/", "/counties/{county}/", "O"),
    Row(
        "POST",
        "counties/<str:code>/<slug:act>/",
        "/counties/{county}/suspend/",
        "O",
        body={"suspend-reason": "搬迁"},
    ),
    Row("GET", "divisions/", "/divisions/", "O", has_object=False),
    Row("GET", "divisions/new/", "/divisions/new/", "O", has_object=False),
    Row("GET", D, DIVISIONS, "O"),
    Row("POST", f"{D}carry-out/", f"{DIVISIONS}carry-out/", "O"),
    Row("GET", L, "/divisions/lists/{release}/", "O"),
    Row("POST", f"{L}preview/", "/divisions/lists/{release}/preview/", "O"),
    Row("POST", f"{L}carry-out/", "/divisions/lists/{release}/carry-out/", "O"),
    Row("GET", CHANGES, f"/{CHANGES}", "O", has_object=False),
    Row("POST", CHANGES, f"/{CHANGES}", "O", has_object=False),
    Row("GET", CHANGE, f"/{CHANGES}/{{division_change}}", "O"),
    Row("POST", f"{CHANGE}/carry-out", f"/{CHANGES}/{{division_change}}/carry-out", "O"),
    Row("POST", f"{CHANGE}/reject", f"/{CHANGES}/{{division_change}}/reject", "O"),
    Row("GET", LISTS, f"/{LISTS}", "O", has_object=False),
    Row("GET", LIST, f"/{LISTS}/{{release}}", "O"),
    Row("POST", f"{LIST}/preview", f"/{LISTS}/{{release}}/preview", "O"),
    Row("POST", f"{LIST}/carry-out", f"/{LISTS}/{{release}}/carry-out", "O"),
    Row("POST", f"{D}reject/", f"{DIVISIONS}reject/", "O", body={"reason": "未获批准"}),
    Row("GET", "cells/", "/cells/", "O", has_object=False),
    Row("POST", "cells/", "/cells/", "O", has_object=False),
    Row("GET", "cells/<str:code>/", "/cells/{cell}/", "O"),
    Row("POST", "cells/<str:code>/", "/cells/{cell}/", "O"),
    Row("GET", "api/v1/cells", "/api/v1/cells", "O", has_object=False),
    Row("POST", "api/v1/cells", "/api/v1/cells", "O", has_object=False),
    Row("POST", "api/v1/cells/<str:code>/key", "/api/v1/cells/{cell}/key", "O"),
    Row("GET", "operations/", "/operations/", "O", has_object=False),
    Row("GET", "operations/<uuid:uuid>/", "/operations/{operation}/", "O"),
)

# Reachable by anybody (decision 3): each answers without a membership.
OPEN = ("healthz", "readyz", "api/v1/schema", "api/v1/auth/token", "login/", "logout/", "language/")

# Called by installations, not by persons: nobody is let in without a cell's signature
# (tests/distributed/test_cells.py), whoever they are.
SIGNED = (
    Row("POST", "api/v1/cells/<str:code>/batches", "/api/v1/cells/51/batches", ""),
    Row("GET", "api/v1/cells/<str:code>/position", "/api/v1/cells/51/position", ""),
    Row("GET", "api/v1/cells/<str:code>/digests", "/api/v1/cells/51/digests", ""),
)
