"""Documents in sections (C81a, C724, C84, C721-C723): what each asks for is data."""

import pytest

from kernel.errors import Conflict, Invalid
from kernel.workdays import clock
from stations.casework.custody_enums import RuleTopic
from stations.casework.data_file import read_data
from stations.casework.domain import advance_case, check_capability, write_document
from stations.casework.domain.archive import digest_of
from stations.casework.domain.county_rule import set_county_rule
from stations.casework.enums import DocumentKind
from stations.casework.gates import all_gates
from stations.casework.models import CaseDocument
from stations.casework.sections import pack, sections_of, unpack
from tests.conftest import DAY as TODAY
from tests.fixtures.records import a_case, file_person

CODE = "510402-S001"
INTAKE = {"came_by": "VILLAGE", "problem_found": "独居失能，缺照料", "urgency": "WEEK"}
CRISIS = {
    "dangers": "独自在家，有轻生言语",
    "safety": "收走农药，邻居陪伴过夜",
    "called": "村医、儿子、派出所",
    "look_again": "H12",
}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def case(network):
    return a_case(file_person(network["S001"], name="李秀英"), TODAY)


def write(actor, case, kind, sections, **given):
    return write_document(
        actor=actor, case=case, kind=kind, sections=sections, written_on=TODAY, **given
    )


def test_every_form_of_the_data_is_readable_and_names_its_clause():
    forms = read_data("sections")
    assert {*forms} - {*DocumentKind.values} == {"VISIT", "SCREENING"}
    for form, entry in forms.items():
        keys = [section.key for section in sections_of(form)]
        assert len(keys) == len({*keys}), form
        assert entry["clause"], form
        assert not {*keys} & {"kind", "written_on", "signed", "note", "on", "findings", "person"}
    techniques = {
        each["clause"] for each in forms["PROCESS_RECORD"]["sections"][1]["options"].values()
    }
    assert techniques == {"C721", "C722", "C723", "C724"}


@pytest.mark.parametrize(
    ("kind", "sections", "field"),
    [
        ("INTAKE_FORM", {}, "came_by"),
        ("INTAKE_FORM", INTAKE | {"urgency": "SOMETIME"}, "urgency"),
        ("INTAKE_FORM", INTAKE | {"problem_found": "长" * 2001}, "problem_found"),
        ("INTAKE_FORM", INTAKE | {"mood": "x"}, "mood"),
        ("CRISIS_PLAN", CRISIS | {"safety": " "}, "safety"),
        ("PROCESS_RECORD", {"works": ["PLAYING"]}, "works"),
        ("PROCESS_RECORD", {}, "body"),
    ],
)
def test_a_bad_section_is_refused_by_its_key_and_never_repeated(case, actor, kind, sections, field):
    with pytest.raises(Invalid) as refused:
        write(actor("WORKER"), case, kind, sections)
    assert field in [error.field for error in refused.value.errors]
    assert "长" not in str([error.given for error in refused.value.errors])
    assert not CaseDocument.objects.exists()


def test_what_is_answered_is_kept_in_order_and_belongs_to_the_digest_of_the_paper(case, actor):
    worker = actor("WORKER")
    works = {"techniques": ["LIFE_BOOK", "LIFE_TALK"], "works": ["ABILITY"], "linked": " 老年大学 "}
    paper = write(worker, case, "PROCESS_RECORD", works)

    assert list(unpack(paper.sections)) == ["works", "techniques", "linked"]
    assert [(str(label), words) for label, words in paper.answers][2] == ("链接的资源", "老年大学")
    before = digest_of(paper)
    paper.sections = pack("PROCESS_RECORD", works | {"linked": "别处"})
    assert digest_of(paper) != before
    booklet = write(worker, case, "LIFE_REVIEW", {"pride": "修过成昆铁路"})
    assert booklet.get_kind_display() == "人生回顾手册"


def test_the_page_asks_for_the_sections_of_the_kind_and_shows_them(case, visitor):
    page = f"/casework/{CODE}/cases/{case.uuid}/"
    who = visitor("WORKER", CODE)
    assert "?kind=INTAKE_FORM" in who.get(page).content.decode()
    assert "初步界定的问题" in who.get(f"{page}document/?kind=INTAKE_FORM").content.decode()
    sent = {"kind": "INTAKE_FORM", "written_on": TODAY.isoformat()}
    missing = who.post(f"{page}document/", sent)
    assert (missing.status_code, "urgency" in missing.content.decode()) == (422, True)
    assert who.post(f"{page}document/", sent | INTAKE).status_code == 302

    assert "独居失能，缺照料" in who.get(page).content.decode()
    assert "独居失能，缺照料" not in visitor("BUREAU").get(page).content.decode()


def test_a_county_may_make_the_intake_form_and_the_crisis_plan_a_gate(network, case, actor):
    """Neither is asked for unless the county says so, so that old cases go on."""
    head, worker = actor("HEAD"), actor("WORKER")
    places = {gate.key: gate.before for gate in all_gates()}
    assert places["intake_form"] == places["crisis_plan"] == "NEVER"
    places |= {"intake_form": "ASSESSMENT", "agreement": "NEVER"}
    set_county_rule(
        actor=actor("BUREAU"),
        station=network["H001"],
        topic=RuleTopic.GATES,
        decision="县民发〔2026〕9号",
        **places,
    )
    check_capability(actor=head, case=case, outcome="ACCEPT", grounds="可", checked_on=TODAY)
    with pytest.raises(Conflict) as refused:
        advance_case(actor=worker, case=case, to="ASSESSMENT")
    assert [error.allowed for error in refused.value.errors] == ["INTAKE_FORM"]
    write(worker, case, "INTAKE_FORM", INTAKE)

    assert advance_case(actor=worker, case=case, to="ASSESSMENT").stage == "ASSESSMENT"
