"""Every register, and who may do what there: each line makes the rows of its pages and calls.

Letters as in `table.py`, for a register of S001. ``reads``: who opens the list and a record;
``writes``: who enters one; ``acts``: who may do each act on it ("withdraw" unless said: as
``withdraws``). Everybody else who sees the station meets 403 on its pages.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.access.table import CODE, EVERYBODY, STATION, UUID, Row


@dataclass(frozen=True)
class Noun:
    """A register by its app and noun; ``key`` names its object in `conftest.record_each`."""

    app: str
    noun: str
    key: str
    reads: str
    writes: str = ""
    withdraws: str = ""
    acts: Mapping[str, str] = field(default_factory=dict)
    enters: bool = True
    # Acts with a call of their own in `table.py`.
    pages_only: tuple[str, ...] = ()
    # Who may enter one somewhere, though not at S001: the room's staff; without a place to
    # check it first, a call tells them what is wrong with the body.
    writes_by_call: str = ""

    def rows(self) -> Iterator[Row]:
        yield from self.pages()
        yield from self.calls()

    def all_acts(self) -> dict[str, str]:
        return {**self.acts, **({"withdraw": self.withdraws} if self.withdraws else {})}

    def pages(self) -> Iterator[Row]:
        route, path = f"{self.app}/{CODE}/{self.noun}/", f"/{self.app}/{{station}}/{self.noun}/"
        one = f"{path}{{{self.key}}}/"
        yield Row("GET", f"{route}$", path, self.reads, self.others(self.reads))
        yield Row("GET", f"{route}{UUID}/$", one, self.reads, self.others(self.reads))
        if self.enters:
            yield Row("GET", f"{route}new/$", f"{path}new/", self.writes, self.others(self.writes))
        for act, may in self.all_acts().items():
            yield Row("GET", f"{route}{UUID}/{act}/$", f"{one}{act}/", may, self.others(may))

    def calls(self) -> Iterator[Row]:
        top = f"api/v1/{self.noun}"
        one, path = f"{top}/<uuid:uuid>", f"/{top}/{{{self.key}}}"
        yield Row("GET", top, f"/{top}", EVERYBODY, has_object=False)
        yield Row("GET", one, path, self.reads)
        if self.enters:
            may_call = self.writes_by_call or self.writes
            yield Row("POST", top, f"/{top}", may_call, has_object=False)
        for act, may in self.all_acts().items():
            if act in self.pages_only:
                continue
            sees = "".join(letter for letter in self.reads if letter not in may)
            yield Row("POST", f"{one}/{act}", f"{path}/{act}", may, sees)

    def others(self, may: str) -> str:
        return "".join(letter for letter in STATION if letter not in may)


ENROLMENT_ACTS = dict.fromkeys(("accept", "begin", "pause", "resume", "exit"), "HW")

NOUNS = (
    Noun("people", "supervisions", "supervision", "BUAHWTSG", "BUHS", "BUHS"),
    Noun(
        "casework",
        "households",
        "household",
        "BHW",
        "HW",
        acts={"edit": "HW", "move-in": "HW", "reveal": "BHW"},
        pages_only=("reveal",),
    ),
    Noun(
        "casework",
        "leads",
        "lead",
        "BHW",
        "HW",
        "HW",
        acts=dict.fromkeys(("verify", "file", "dismiss"), "HW"),
        writes_by_call="HWR",
    ),
    Noun(
        "casework",
        "needs",
        "need",
        "BHW",
        "HW",
        "HW",
        acts=dict.fromkeys(("match", "meet", "give-up"), "HW"),
        writes_by_call="HWR",
    ),
    Noun("casework", "enrolments", "enrolment", "BHW", "HW", "HW", acts=ENROLMENT_ACTS),
    Noun("casework", "risk-assessments", "risk", "BHW", "HW", "HW"),
    Noun("casework", "guardianship-assessments", "guardianship", "BHW", "HW", "HW"),
    Noun("casework", "strengths", "strength", "BHW", "HW", "HW"),
)
REGISTER_ROWS = tuple(row for noun in NOUNS for row in noun.rows())
