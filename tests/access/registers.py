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
            yield Row("POST", top, f"/{top}", self.writes, has_object=False)
        for act, may in self.all_acts().items():
            sees = "".join(letter for letter in self.reads if letter not in may)
            yield Row("POST", f"{one}/{act}", f"{path}/{act}", may, sees)

    def others(self, may: str) -> str:
        return "".join(letter for letter in STATION if letter not in may)


PEOPLE, KEEPERS, TRAINERS, FRIENDS = "BUAHWTSG", "BUHG", "BUHGS", "BUHW"


def of_people(noun: str, key: str, may: str = KEEPERS, *acts: str, enters: bool = True) -> Noun:
    """A register about people that all who see them read."""
    held = dict.fromkeys(acts, may)
    return Noun("people", noun, key, PEOPLE, may, may, held, enters)


NOUNS = (
    of_people("supervisions", "supervision", "BUHS"),
    of_people("supervisors", "supervisor", KEEPERS, "end"),
    Noun(
        "people",
        "staff",
        "staff",
        PEOPLE,
        KEEPERS,
        acts=dict.fromkeys(("edit", "assign", "certificate", "pledge", "leave"), KEEPERS),
    ),
    of_people("assignments", "assignment", KEEPERS, "end", enters=False),
    of_people("heads", "head", "BUG", "end"),
    of_people("credentials", "credential", KEEPERS, "register", enters=False),
    of_people("credential-registrations", "registration", enters=False),
    of_people("pledges", "pledge", enters=False),
    of_people("trainings", "training", TRAINERS, "attend", "count"),
    of_people("training-attendances", "attendance", TRAINERS, enters=False),
    of_people("training-headcounts", "headcount", TRAINERS, enters=False),
    of_people("exams", "exam", KEEPERS, "result"),
    of_people("internships", "internship", KEEPERS, "end"),
    of_people(
        "volunteers", "volunteer", FRIENDS, "edit", "step", "award", "appraise", "certificate"
    ),
    of_people("volunteer-steps", "step", FRIENDS, enters=False),
    of_people("volunteer-awards", "award", FRIENDS, enters=False),
    of_people("volunteer-appraisals", "appraisal", FRIENDS, enters=False),
    of_people("volunteer-teams", "team", FRIENDS, "join", "leave", "end"),
    Noun("people", "service-certificates", "certificate", FRIENDS, withdraws=FRIENDS, enters=False),
)
REGISTER_ROWS = tuple(row for noun in NOUNS for row in noun.rows())
