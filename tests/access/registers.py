"""Every register, and who may do what there: each line makes the rows of its pages and calls.

Letters as in `table.py`, for a register of S001. ``reads``: who opens the list and a record;
``writes``: who enters one; ``acts``: who may do each act on it ("withdraw" unless said: as
``withdraws``). Everybody else who sees the station meets 403 on its pages.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.access.table import (
    CODE,
    EVERYBODY,
    ONE_PERSON,
    PERSON,
    STATION,
    UUID,
    WORK,
    Row,
)


@dataclass(frozen=True)
class Noun:
    """A register by its app and noun; ``key`` names its object in `conftest.record_each`.

    ``calls_too``: who enters over the API beside ``writes``: those of a room below the station.
    """

    app: str
    noun: str
    key: str
    reads: str
    writes: str = ""
    withdraws: str = ""
    acts: Mapping[str, str] = field(default_factory=dict)
    enters: bool = True
    calls_too: str = ""
    # Who empties a free text of a record.
    purges: str = ""
    # Who reads over the API, but sees no station's pages.
    calls_read: str = ""

    def rows(self) -> Iterator[Row]:
        yield from self.pages()
        yield from self.calls()

    def all_acts(self) -> dict[str, str]:
        more = {"withdraw": self.withdraws, "purge": self.purges}
        return {**self.acts, **{act: may for act, may in more.items() if may}}

    def pages(self) -> Iterator[Row]:
        route, path = f"{self.app}/{CODE}/{self.noun}/", f"/{self.app}/{{station}}/{self.noun}/"
        one = f"{path}{{{self.key}}}/"
        yield Row("GET", f"{route}$", path, self.reads, self.others(self.reads))
        yield Row("GET", f"{route}{UUID}/$", one, self.reads, self.others(self.reads))
        takes = "".join(letter for letter in EXPORTERS if letter in self.reads)
        yield Row("GET", f"{route}export/$", f"{path}export/", takes, self.others(takes))
        if self.enters:
            yield Row("GET", f"{route}new/$", f"{path}new/", self.writes, self.others(self.writes))
        for act, may in self.all_acts().items():
            yield Row("GET", f"{route}{UUID}/{act}/$", f"{one}{act}/", may, self.others(may))

    def calls(self) -> Iterator[Row]:
        top = f"api/v1/{self.noun}"
        one, path = f"{top}/<uuid:uuid>", f"/{top}/{{{self.key}}}"
        yield Row("GET", top, f"/{top}", EVERYBODY, has_object=False)
        reads = self.reads + self.calls_read
        yield Row("GET", one, path, reads)
        if self.enters:
            yield Row("POST", top, f"/{top}", self.writes + self.calls_too, has_object=False)
        for act, may in self.all_acts().items():
            sees = "".join(letter for letter in reads if letter not in may)
            yield Row("POST", f"{one}/{act}", f"{path}/{act}", may, sees)

    def others(self, may: str) -> str:
        return "".join(letter for letter in STATION if letter not in may)


# Who takes a list out as a file, of the lists they see.
EXPORTERS = "BH"
PEOPLE, KEEPERS, TRAINERS, FRIENDS = "BUAHWTSG", "BUHG", "BUHGS", "BUHW"


def of_people(
    noun: str, key: str, may: str = KEEPERS, *acts: str, enters: bool = True, purges: str = ""
) -> Noun:
    """A register about people that all who see them read."""
    held = dict.fromkeys(acts, may)
    return Noun("people", noun, key, PEOPLE, may, may, held, enters, purges=purges)


STAFF_ACTS = (
    *("edit", "assign", "certificate", "pledge", "competence", "outfit", "leave", "reveal"),
)

OF_PEOPLE = (
    of_people("supervisions", "supervision", "BUHS"),
    of_people("supervisors", "supervisor", KEEPERS, "end", purges="HS"),
    Noun(
        "people",
        "staff",
        "staff",
        PEOPLE,
        KEEPERS,
        acts={**dict.fromkeys(STAFF_ACTS, KEEPERS), "account": "BH"},
        purges="HS",
    ),
    of_people("assignments", "assignment", KEEPERS, "end", "tasks", enters=False),
    of_people("heads", "head", "BUG", "end"),
    of_people("credentials", "credential", KEEPERS, "register", enters=False),
    of_people("credential-registrations", "registration", enters=False),
    Noun("people", "education-ledgers", "credential", PEOPLE, enters=False),
    of_people("cultivated-persons", "cultivated", KEEPERS, "reveal"),
    of_people("pledges", "pledge", enters=False),
    of_people("outfits", "outfit", KEEPERS, "return", enters=False),
    of_people("publicity", "publicity", FRIENDS, purges="HS"),
    # A worker reads again what the worker took down: the complaint of the tests.
    Noun(
        "people",
        "ethics-complaints",
        "ethics_complaint",
        "BUAHWTG",
        "BUHWT",
        "B",
        {"decide": "B"},
        calls_too="R",
        purges="B",
    ),
    of_people("trainings", "training", TRAINERS, "attend", "count", purges="HS"),
    of_people("training-attendances", "attendance", TRAINERS, enters=False),
    of_people("training-headcounts", "headcount", TRAINERS, enters=False),
    of_people("exams", "exam", KEEPERS, "result"),
    of_people("internships", "internship", KEEPERS, "end", purges="HS"),
    of_people(
        "volunteers",
        "volunteer",
        FRIENDS,
        *("edit", "step", "award", "appraise", "certificate", "leave", "return", "stay", "reveal"),
    ),
    of_people("volunteer-steps", "step", FRIENDS, enters=False, purges="HS"),
    of_people("volunteer-awards", "award", FRIENDS, enters=False, purges="HS"),
    of_people("volunteer-appraisals", "appraisal", FRIENDS, enters=False, purges="HS"),
    of_people("volunteer-teams", "team", FRIENDS, "join", "leave", "stay", "end", purges="HS"),
    Noun("people", "service-certificates", "certificate", FRIENDS, withdraws=FRIENDS, enters=False),
)

ENROLMENT_ACTS = dict.fromkeys(("accept", "begin", "pause", "resume", "exit"), "HW")

OF_OUTREACH = (
    Noun(
        "casework",
        "households",
        "household",
        "BHW",
        "HW",
        acts={"edit": "HW", "move-in": "HW", "reveal": "BHW"},
        purges="H",
    ),
    Noun(
        "casework",
        "leads",
        "lead",
        "BHW",
        "HW",
        "HW",
        acts=dict.fromkeys(("verify", "file", "dismiss"), "HW"),
        calls_too="R",
        purges="H",
    ),
    Noun("casework", "alert-notes", "alert_note", "BHW", "", "HW", enters=False, purges="H"),
    Noun(
        "casework",
        "needs",
        "need",
        "BHW",
        "HW",
        "HW",
        acts=dict.fromkeys(("match", "meet", "give-up"), "HW"),
        calls_too="R",
    ),
    Noun("casework", "enrolments", "enrolment", "BHW", "HW", "HW", acts=ENROLMENT_ACTS),
    Noun("casework", "risk-assessments", "risk", "BHW", "HW", "HW"),
    Noun("casework", "guardianship-assessments", "guardianship", "BHW", "HW", "HW"),
    Noun("casework", "strengths", "strength", "BHW", "HW", "HW"),
)

OF_CARE = (
    Noun(
        "casework",
        "planned-visits",
        "planned_visit",
        "BHW",
        "HW",
        acts={"drop": "HW"},
        calls_too="R",
    ),
    Noun("casework", "services", "service", "BHW", "HW", "HW", calls_too="R", purges="H"),
    Noun(
        "casework",
        "care-plans",
        "plan",
        "BHWS",
        "HW",
        "HW",
        dict.fromkeys(
            ("agree", "indicator", "judge", "review", "drop-review", "close", "refuse"), "HW"
        ),
    ),
    Noun(
        "casework", "plan-indicators", "indicator", "BHWS", "", "HW", {"judge": "HW"}, enters=False
    ),
    Noun("casework", "capability-checks", "capability_check", "BHWS", "HW"),
    Noun("casework", "case-needs", "case_need", "BHWS", "HW", "HW", {"rank": "HW"}),
    Noun("casework", "protection-officers", "officer", "B", "B", "B", {"end": "B"}),
    Noun(
        "casework",
        "benefit-applications",
        "application",
        "BHW",
        "HW",
        "HW",
        {"submit": "HW", "decide": "HW"},
    ),
    Noun("casework", "referrals", "referral", "BHW", "HW", "HW", {"feedback": "HW"}),
    Noun(
        "casework",
        "homeless-aids",
        "homeless_aid",
        "BHW",
        "HW",
        "HW",
        dict.fromkeys(("step", "identify", "file", "end", "relink"), "HW"),
        calls_too="R",
        purges="H",
    ),
    Noun("casework", "homeless-steps", "homeless_step", "BHW", "", "HW", enters=False, purges="H"),
    Noun("casework", "patrols", "patrol", "BHW", "HW", "HW", calls_too="R", purges="H"),
    Noun("casework", "wishes", "wish", "BHW", "HW", "HW", {"settle": "HW"}),
    Noun(
        "casework", "bereavements", "bereavement", "BHW", "", "HW", {"settle": "HW"}, enters=False
    ),
    Noun(
        "casework",
        "funerals",
        "funeral",
        "BHW",
        "HW",
        "HW",
        {"end": "HW"},
        calls_too="R",
        purges="H",
    ),
    Noun("casework", "carers", "carer", "BHW", "HW", "HW", {"respite": "HW", "end": "HW"}),
    Noun("casework", "respites", "respite", "BHW", "", "HW", enters=False),
    Noun("casework", "care-checks", "care_check", "BHW", "HW", "HW"),
)

OF_CUSTODY = (
    Noun(
        "casework",
        "archive-volumes",
        "volume",
        "BHW",
        acts=dict.fromkeys(("store", "hand-over", "void"), "HW"),
        enters=False,
    ),
    Noun("casework", "archive-loans", "loan", "BHW", "HW", "HW", {"return": "HW"}),
    Noun(
        "casework",
        "archive-disposals",
        "disposal",
        "BHW",
        "HW",
        acts={"approve": "BH", "keep": "BH"},
    ),
    Noun(
        "casework",
        "record-disposals",
        "record_disposal",
        "BHW",
        "HW",
        acts={"approve": "BH", "keep": "BH"},
    ),
    Noun(
        "casework",
        "data-requests",
        "request",
        "BHW",
        "BHW",
        "BHW",
        {"grant": "B", "refuse": "B", "correct": "BHW"},
    ),
    # The one in the table is a volunteer's; workers' own are kept from colleagues.
    Noun(
        "casework",
        "team-requests",
        "team_request",
        "BHW",
        "BHW",
        "BHW",
        {"grant": "B", "refuse": "B", "correct": "BHW"},
        purges="H",
    ),
    Noun("casework", "file-openings", "opening", "BHW", "BHWS", "H", calls_too="R"),
)

# The room below S001 enters its own; the county keeps parties and activities too.
OPEN = "BUAHWTSG"
OF_COMMUNITY = (
    Noun(
        "community",
        "resource-parties",
        "party",
        OPEN,
        "BUHW",
        "BUHW",
        {"edit": "BUHW", "reveal": "BUHW"},
        calls_too="R",
        purges="HS",
    ),
    Noun(
        "community",
        "resource-links",
        "link",
        "BHW",
        "HW",
        "HW",
        {"settle": "HW"},
        calls_too="R",
        purges="H",
    ),
    Noun(
        "community",
        "groups",
        "group",
        OPEN,
        "HW",
        "HW",
        dict.fromkeys(("meet", "join", "leave", "drop-session", "end"), "HW"),
        calls_too="R",
        purges="HS",
    ),
    Noun(
        "community",
        "activities",
        "own_activity",
        OPEN,
        "BUHW",
        "BUHW",
        calls_too="R",
        purges="HS",
    ),
    Noun(
        "community",
        "station-maps",
        "map",
        OPEN,
        "BUHW",
        "BUHW",
        {"purge-file": "HS"},
        calls_too="R",
        purges="HS",
    ),
    Noun(
        "community",
        "advocacy-items",
        "proposal",
        OPEN,
        "BUHW",
        "BUHW",
        {"answer": "BUHW"},
        purges="HS",
    ),
)

# The county's own register lies at its hub; the log of disclosures at no station.
HUB = "/casework/{hub}/processing-activities/"
ACTIVITIES = f"{WORK}/processing-activities"
ACTIVITY, ACTIVITY_API = f"{HUB}{{processing}}/", "api/v1/processing-activities"
CUSTODY_ROWS = (
    Row("GET", "casework/disclosures/", "/casework/disclosures/", "BA", has_object=False),
    Row("GET", f"{WORK}/persons/export/$", "/casework/{station}/persons/export/", "BH", "UAWTSGV"),
    Row("GET", f"{WORK}/visits/{UUID}/$", "/casework/{station}/visits/{visit}/", "BHW", "UATSGV"),
    Row(
        "GET",
        f"{WORK}/visits/{UUID}/withdraw/$",
        "/casework/{station}/visits/{visit}/withdraw/",
        "HW",
        "BUATSGV",
    ),
    Row("GET", f"{WORK}/visits/export/$", "/casework/{station}/visits/export/", "BH", "UAWTSGV"),
    Row("GET", f"{PERSON}/open/$", f"{ONE_PERSON}open/", "BHWS", "UATGV"),
    Row("GET", f"{PERSON}/responsible/$", f"{ONE_PERSON}responsible/", "H", "BUAWTSGV"),
    Row("GET", f"{PERSON}/notice/$", f"{ONE_PERSON}notice/", "HW", "BUATSGV"),
    Row("GET", f"{PERSON}/guardian-notice/$", f"{ONE_PERSON}guardian-notice/", "HW", "BUATSGV"),
    Row("GET", f"{WORK}/research/$", "/casework/{station}/research/", "BH", "UAWTSGV"),
    Row(
        "GET",
        f"{WORK}/data-requests/{UUID}/file/$",
        "/casework/{station}/data-requests/{request}/file/",
        "BHW",
        "UATSGV",
    ),
    Row("GET", f"{ACTIVITIES}/$", HUB, "BUA"),
    Row("GET", f"{ACTIVITIES}/new/$", f"{HUB}new/", "B", "UA"),
    Row("GET", f"{ACTIVITIES}/export/$", f"{HUB}export/", "B", "UA"),
    Row("GET", f"{ACTIVITIES}/{UUID}/$", ACTIVITY, "BUA"),
    *(
        Row("GET", f"{ACTIVITIES}/{UUID}/{act}/$", f"{ACTIVITY}{act}/", "B", "UA")
        for act in ("assess", "end")
    ),
    Row("GET", ACTIVITY_API, f"/{ACTIVITY_API}", EVERYBODY, has_object=False),
    Row("POST", ACTIVITY_API, f"/{ACTIVITY_API}", "B", has_object=False),
    Row("GET", f"{ACTIVITY_API}/<uuid:uuid>", f"/{ACTIVITY_API}/{{processing}}", "BUA"),
    *(
        Row(
            "POST",
            f"{ACTIVITY_API}/<uuid:uuid>/{act}",
            f"/{ACTIVITY_API}/{{processing}}/{act}",
            "B",
            "UA",
        )
        for act in ("assess", "end")
    ),
)


def of_county(noun: str, key: str) -> Iterator[Row]:
    """A register of the county's own rules, at its hub."""
    route, path, call = f"{WORK}/{noun}/", f"/casework/{{hub}}/{noun}/", f"api/v1/{noun}"
    one, item = f"{path}{{{key}}}/", f"/{call}/{{{key}}}"
    yield Row("GET", f"{route}$", path, "BUA")
    yield Row("GET", f"{route}{UUID}/$", one, "BUA")
    for page in ("new", "export"):
        yield Row("GET", f"{route}{page}/$", f"{path}{page}/", "B", "UA")
    yield Row("GET", f"{route}{UUID}/withdraw/$", f"{one}withdraw/", "B", "UA")
    yield Row("GET", call, f"/{call}", EVERYBODY, has_object=False)
    yield Row("POST", call, f"/{call}", "B", has_object=False)
    yield Row("GET", f"{call}/<uuid:uuid>", item, "BUA")
    yield Row("POST", f"{call}/<uuid:uuid>/withdraw", f"{item}/withdraw", "B", "UA")


COUNTY_RULES = {
    "retention-rules": "retention_rule",
    "stage-names": "stage_rule",
    "gate-rules": "gate_rule",
    "visit-template-rules": "template_rule",
}

# A report is read by the head and by whoever sent it: to others who work there it does not exist.
TOP, ONE = f"casework/{CODE}/protection-reports/", "api/v1/protection-reports/<uuid:uuid>"
LIST, REPORT = "/casework/{station}/protection-reports/", "/api/v1/protection-reports/{report}"
NOT_HERE = "BUATSGV"
PROTECTION_ROWS = (
    Row("GET", f"{TOP}$", LIST, "HW", NOT_HERE),
    Row("GET", f"{TOP}new/$", f"{LIST}new/", "HW", NOT_HERE),
    *(
        Row("GET", f"{TOP}{UUID}/{page}$", f"{LIST}{{report}}/{page}", "H", NOT_HERE)
        for page in ("", "state/", "answer/", "receipt/")
    ),
    Row("GET", f"{TOP}{UUID}/receipt\\.pdf$", f"{LIST}{{report}}/receipt.pdf", "H", NOT_HERE),
    Row("GET", "api/v1/protection-reports", "/api/v1/protection-reports", EVERYBODY, "", False),
    Row("POST", "api/v1/protection-reports", "/api/v1/protection-reports", "HWR", "", False),
    Row("GET", ONE, REPORT, "H"),
    Row("GET", f"{ONE}/pdf", f"{REPORT}/pdf", "H"),
    Row("POST", f"{ONE}/state", f"{REPORT}/state", "H"),
    Row("POST", f"{ONE}/answer", f"{REPORT}/answer", "H"),
)
MAPS, MAP_API = f"community/{CODE}/station-maps/", "api/v1/station-maps"
MAP_ROWS = (
    Row(
        "GET",
        f"{MAPS}{UUID}/file/$",
        "/community/{station}/station-maps/{map}/file/",
        OPEN,
        "V",
    ),
    Row("GET", f"{MAP_API}/<uuid:uuid>/file", f"/{MAP_API}/{{map}}/file", OPEN),
)
NOUNS = (*OF_PEOPLE, *OF_OUTREACH, *OF_CARE, *OF_CUSTODY, *OF_COMMUNITY)
REGISTER_ROWS = (
    *(row for noun in NOUNS for row in noun.rows()),
    *CUSTODY_ROWS,
    *MAP_ROWS,
    *(row for noun, key in COUNTY_RULES.items() for row in of_county(noun, key)),
    *PROTECTION_ROWS,
)
