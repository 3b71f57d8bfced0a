"""Random sheets that a station could hand in, indicator by indicator."""

from typing import Any

from hypothesis import strategies as st

from tests.evaluation.scoring.sheets import EQUIPMENT

Inputs = dict[str, Any]
LETTERS = st.sampled_from("ABCDE")
GRADES = LETTERS | st.lists(LETTERS, min_size=1, max_size=7)
PERCENT = st.decimals(0, 100, places=2, allow_nan=False, allow_infinity=False)
SHARE = st.decimals(0, 1, places=3, allow_nan=False, allow_infinity=False)
FIGURE = st.decimals(0, 500, places=2, allow_nan=False, allow_infinity=False)


def count(most: int = 80) -> st.SearchStrategy[int]:
    return st.integers(0, most)


def flags(*keys: str) -> st.SearchStrategy[Inputs]:
    return st.fixed_dictionaries({key: st.booleans() for key in keys})


def keys(**given: st.SearchStrategy[Any]) -> st.SearchStrategy[Inputs]:
    return st.fixed_dictionaries(given)


@st.composite
def wholes(draw: st.DrawFn, whole: str, *parts: str, least: int = 0, most: int = 60) -> Inputs:
    """A whole and parts that do not exceed it."""
    total = draw(st.integers(least, most))
    return {whole: total, **{part: draw(st.integers(0, total)) for part in parts}}


@st.composite
def merged(draw: st.DrawFn, *each: st.SearchStrategy[Inputs]) -> Inputs:
    return {key: value for one in each for key, value in draw(one).items()}


def rows(name: str, whole: str, part: str, most: int) -> st.SearchStrategy[Inputs]:
    return keys(**{name: st.lists(wholes(whole, part, least=1, most=most), max_size=5)})


@st.composite
def community_orgs(draw: st.DrawFn) -> Inputs:
    functional, hobby = draw(count(8)), draw(count(8))
    return {
        "functional": functional,
        "hobby": hobby,
        "reform_affected": draw(st.integers(0, functional + hobby)),
        "area_has_reform": draw(st.booleans()),
    }


@st.composite
def assistance(draw: st.DrawFn) -> Inputs:
    applicable = draw(st.sampled_from([7, 8]))
    return {"kinds": draw(st.integers(0, applicable)), "applicable": applicable}


LEVELS = st.dictionaries(st.integers(1, 5), count(50), max_size=5)
TARGET = keys(planned=st.integers(1, 90) | st.sampled_from(["0.5", "2.25"]), actual=FIGURE)

GIVEN: dict[str, st.SearchStrategy[Inputs]] = {
    "F1": keys(grade=GRADES),
    "F2": keys(office_m2=FIGURE, service_m2=FIGURE),
    "F3": flags("outdoor", "logo", "exact_name", "wall"),
    "F4": merged(flags("office", "service", "activity"), keys(grade=GRADES)),
    "F5": flags(*EQUIPMENT),
    "F6": flags("entrance", "toilet"),
    "F7": keys(state=st.sampled_from(["IN_DATE", "EXPIRED", "ABSENT"])),
    "F8": flags("board", "online"),
    "S1": keys(certified=st.lists(count(4), min_size=12, max_size=12)),
    "S2": keys(active=count(12)),
    "S3": flags("one_head", "full_time", "appointed"),
    "S4": wholes("staff", "documented"),
    "S5": merged(wholes("staff", "pledged"), keys(upheld=count(2))),
    "S6": flags("uniform", "badge"),
    "S7": merged(wholes("worker_months", "supervised"), keys(kinds=count(3))),
    "S8": wholes("at_start", "retained", most=9),
    "C01": keys(
        joint=count(4), member_service=count(3), branch=st.sampled_from([True, False, None])
    ),
    "C02": keys(kinds=count(5)),
    "C03": keys(spaces=count(3), deliberations=count(4)),
    "C04": community_orgs(),
    "C05": keys(volunteers=count(), steps=count(4)),
    "C06": assistance(),
    "C07": keys(kinds=count(6)),
    "C08": keys(kinds=count(3), late_reports=count(2)),
    "C09": keys(kinds=count(3)),
    "C10": keys(kinds=count(3)),
    "C11": keys(due=LEVELS, done=LEVELS),
    "C12": keys(plans=count(6), mean_share=SHARE, grade=GRADES),
    "C13": wholes("roster", "filed"),
    "C14": wholes("raised", "closed"),
    "C15": keys(targets=st.lists(TARGET, max_size=5)),
    "C16": keys(
        registered=count(2),
        stage=st.sampled_from(["NONE", "PREPARING", "CHARTER", "ACCEPTED"]),
        window_open=st.booleans(),
    ),
    "C17": keys(kinds=count(6)),
    "C18": keys(
        newly=count(4),
        cumulative=count(14),
        window_years=st.decimals(0, 5, places=4, allow_nan=False, allow_infinity=False),
    ),
    "C19": keys(kinds=count(4)),
    "C20": merged(wholes("needs", "linked"), flags("channel")),
    "C21": keys(delivered=count(3)),
    "O1": flags("agreement", "licence", "hours"),
    "O2": keys(in_force=count(8), in_use=count(8)),
    "O3": flags("overall", "phase", "measures"),
    "O4": rows("projects", "due", "done", most=6),
    "O5": merged(rows("files", "due", "present", most=6), keys(grade=GRADES)),
    "O6": keys(grade=GRADES),
    "O7": wholes("closed", "archived"),
    "O8": merged(wholes("complaints", "on_time", "with_action", most=9), flags("channel")),
    "O9": flags("plan", "drill", "agreement_filed"),
    "T1": keys(mean_percent=PERCENT),
    "T2": keys(mean_percent=PERCENT),
    "T3": keys(mean_percent=PERCENT),
    "T4": keys(mean_percent=PERCENT),
}
TRACKS = st.sampled_from(["PROVINCIAL_PILOT", "GUIDELINE", "BASIC"])


@st.composite
def whole_sheets(draw: st.DrawFn) -> dict[str, Inputs]:
    return {id: draw(given) for id, given in GIVEN.items()}
