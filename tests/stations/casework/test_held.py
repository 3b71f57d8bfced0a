"""All that is held about a person: found, handed out once, emptied (PIPL, 45 to 47)."""

import json
import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from kernel.workdays import clock
from stations.casework.domain.emptying import empty_texts
from stations.casework.held import HeldTable, all_tables, held_tables, load_held
from stations.casework.models import (
    Beneficiary,
    Case,
    CaseDocument,
    CaseStep,
    Consent,
    DataRequest,
    Household,
    Need,
    RosterEntry,
    Visit,
)
from stations.casework.queries.alert import SOURCES
from stations.casework.queries.held import all_held, make_file
from stations.casework.standards import alert_rule
from stations.people.models import Staff, Volunteer
from tests.conftest import DAY as TODAY
from tests.fixtures.records import (
    a_case,
    agree,
    belongs,
    enlist,
    file_person,
    follow_up,
    need,
    set_level,
    visit,
)

DAY = date(2023, 5, 4)
NUMBER = "510402195003020013"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def whole_file(station, word="甲"):
    """A person with a row of each kind; each text carries the word."""
    household = Household.objects.create(
        station=station, division_code="510402001001", name=f"户主{word}", filed_on=DAY,
        address=f"{word}路1号",
    )  # fmt: skip
    person = file_person(
        station, name=f"曾{word}", household=household, id_number=NUMBER if word == "甲" else "",
        id_number_index=word, phone=f"139{word}", address=f"{word}路1号", name_initials="z",
    )  # fmt: skip
    belongs(person, "disability")
    agree(person, given_by="GUARDIAN", guardian_name=f"监护{word}", guardian_relation=f"{word}父")
    set_level(person, 2, DAY, reason=f"独居{word}")
    visit(person, DAY, note=f"见到{word}")
    need(person, DAY, summary=f"{word}要轮椅")
    enlist(station, beneficiary=person, name=f"名册{word}", valid_to=date(2024, 1, 1))
    case = a_case(person, title=f"{word}的家庭")
    CaseDocument.objects.create(case=case, kind="PLAN", body=f"{word}的计划", written_on=DAY)
    CaseStep.objects.create(
        case=case, act="OPEN", to_stage="INTAKE", reason=f"{word}来访", by_name="张工"
    )
    follow_up(case, DAY)
    return person


def request_for(person, kind):
    return DataRequest(
        station=person.station, beneficiary=person, kind=kind, asked_by="SELF", asked_on=DAY,
        due_on=DAY,
    )  # fmt: skip


def test_every_table_that_leads_to_a_person_is_decided_about():
    """A new table stands in held.yaml: under its title, or as withheld with the reason."""
    decided = {*load_held()["tables"], *load_held()["withheld"]}
    reached = {table.label for table in all_tables(Beneficiary)}
    of_team = {label for labels in load_held()["subjects"].values() for label in labels}

    assert reached - decided == set()
    apart = {"casework.household", "casework.alertnote"}
    assert decided - reached == apart | (of_team - {"community.groupmember"})


@pytest.mark.parametrize("root", [Staff, Volunteer])
def test_every_table_that_names_a_worker_or_volunteer_is_decided_about(root):
    about = set(load_held()["subjects"][root._meta.label_lower])
    near = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is root
    }
    assert near - about - set(load_held()["about_others"]) == set()
    assert about - set(load_held()["tables"]) == set()
    assert {table.label for table in held_tables(root)} == about


def test_notes_are_found_by_every_record_that_an_alert_is_about():
    warned = {find(alert_rule(kind), TODAY).model for kind, find in SOURCES.items()}
    subjects = load_held()["alert_subjects"]
    assert {model._meta.label_lower for model in warned} == set(subjects)


def test_every_table_is_reached_by_a_path_that_exists():
    for table in all_tables(Beneficiary):
        assert str(table.rows(Beneficiary(pk=1)).query), table.label


# Why somebody read, lent or kept a file is answered for also when its person is erased.
ANSWERED_FOR = {
    "casework.fileopening": {"reason"},
    "casework.archiveloan": {"purpose"},
    "casework.archivedisposal": {"kept_reason"},
    "casework.recorddisposal": {"kept_reason"},
}


def test_columns_that_stay_exist_and_encrypted_ones_never_do():
    for label, entry in load_held()["tables"].items():
        model = next(m for m in models_of() if m._meta.label_lower == label)
        table = HeldTable(model, ("",))
        names = {field.name for field in model._meta.concrete_fields}
        assert set(entry.get("keeps", ())) <= names, label
        kept = {*entry.get("keeps", ()), *load_held()["keeps_always"]}
        encrypted = {f.name for f in table.shown if type(f).__name__ == "EncryptedTextField"}
        assert encrypted & kept <= {"answer"} | ANSWERED_FOR.get(label, set()), label


def models_of():
    roots = (Beneficiary, Staff, Volunteer)
    return [*(table.model for root in roots for table in held_tables(root)), Household]


def test_no_table_is_kept_from_the_person_unsaid(network):
    person = whole_file(network["S001"])
    whole_file(network["S001"], "乙")
    held = {table.label: rows for table, rows in all_held(person)}

    assert set(held) == {
        f"casework.{name}"
        for name in (
            "beneficiary",
            "beneficiarycategory",
            "case",
            "casedocument",
            "casefollowup",
            "casestep",
            "consent",
            "household",
            "need",
            "rosterentry",
            "visit",
            "visitlevelspan",
        )
    }
    assert all(len(rows) == 1 for rows in held.values())
    text = json.dumps(held, default=str, ensure_ascii=False)
    for word in (NUMBER, "139甲", "甲路1号", "监护甲", "见到甲", "甲要轮椅", "甲的计划", "甲来访"):
        assert word in text, word
    assert "乙" not in text


@pytest.mark.parametrize(
    ("name", "told"), [("户主甲", "户**"), ("曾甲", "曾甲"), ("曾甲家", "曾甲家")]
)
def test_the_household_is_handed_out_without_another_s_name(network, actor, name, told):
    person = whole_file(network["S001"])
    Household.objects.filter(pk=person.household_id).update(name=name)
    person.household.refresh_from_db()

    assert dict_of(person, "casework.household")["name"] == told
    pages = make_file(request_for(person, "SEE"), by=actor("HEAD")).content.decode()
    assert ("户主甲" in pages, "甲路1号" in pages) == (False, True)


def dict_of(person, label):
    """The one row of a table in the person's file."""
    [row] = next(rows for table, rows in all_held(person) if table.label == label)
    return row


def test_it_is_read_in_one_query_a_table(network, django_assert_num_queries):
    person = whole_file(network["S001"])
    person = Beneficiary.objects.select_related("household").get(pk=person.pk)
    for _ in range(3):
        visit(person, DAY, note="又见")
    with django_assert_num_queries(len(held_tables(Beneficiary)) + 1):
        all_held(person)


def test_to_see_is_a_page_in_words(network, actor):
    made = make_file(request_for(whole_file(network["S001"]), "SEE"), by=actor("HEAD"))
    text = made.content.decode()

    assert made.name == "personal-data-2026-11-20.html"
    assert "曾甲" in text
    for word in ("见到甲", "<h2>探访</h2>", "残疾人", "身份证"):
        assert word in text, word
    assert "None" not in text


def test_the_file_speaks_chinese_to_the_person_whatever_the_officer_reads(network, actor):
    request = request_for(whole_file(network["S001"]), "SEE")
    with translation.override("en"):
        text = make_file(request, by=actor("HEAD")).content.decode()

    assert "<h2>探访</h2>" in text
    assert not re.findall("<h2>[A-Za-z]|<dt>[A-Z][a-z]+ ", text)


def test_every_table_has_a_name_in_both_languages():
    for label, entry in load_held()["tables"].items():
        assert set(entry) - {"keeps"} == {"zh", "en"}, label
        assert re.fullmatch("[\u4e00-\u9fff]+", entry["zh"]), label
        assert re.fullmatch("[A-Za-z' -]+", entry["en"]), label


def test_to_take_out_is_data_and_the_page(network, actor):
    made = make_file(request_for(whole_file(network["S001"]), "TAKE_OUT"), by=actor("HEAD"))
    with ZipFile(BytesIO(made.content)) as archive:
        assert archive.namelist() == ["personal-data.json", "personal-data.html"]
        data = json.loads(archive.read("personal-data.json"))

    assert data["tables"]["casework.visit"][0]["note"] == "见到甲"
    assert data["tables"]["casework.beneficiary"][0]["id_number"] == NUMBER
    assert made.media_type == "application/zip"


def test_the_file_says_who_made_it(network, actor):
    head = actor("HEAD")
    made = make_file(request_for(whole_file(network["S001"]), "TAKE_OUT"), by=head)
    with ZipFile(BytesIO(made.content)) as archive:
        data = json.loads(archive.read("personal-data.json"))
        page = archive.read("personal-data.html").decode()

    assert data["made_by"] == head.name != ""
    assert f"生成人员 {head.name}</p>" in page


def test_emptying_a_file_leaves_rows_days_and_choices(network):
    person, other = whole_file(network["S001"]), whole_file(network["S001"], "乙")
    empty_texts(person)

    for model, names in (
        (Visit, ["note"]), (Need, ["summary"]), (Consent, ["guardian_name", "guardian_relation"]),
        (RosterEntry, ["name"]),
    ):  # fmt: skip
        row = model.objects.get(beneficiary=person)
        assert [getattr(row, name) for name in names] == [""] * len(names), model
        kept = model.objects.get(beneficiary=other)
        assert all("乙" in getattr(kept, name) for name in names), model
    made = Visit.objects.get(beneficiary=person)
    assert (made.result, made.held_at.date()) == ("MET", DAY)
    assert Consent.objects.get(beneficiary=person).text_version == "1"
    assert CaseStep.objects.get(case__beneficiary=person).by_name == "张工"
    person.refresh_from_db()
    assert (person.id_number, person.phone, person.id_number_index) == ("", "", "")
    assert person.division_code == "510402001001"


def test_emptying_a_case_leaves_the_person_s_other_records(network):
    person = whole_file(network["S001"])
    case = Case.objects.get(beneficiary=person)
    empty_texts(case)

    case.refresh_from_db()
    assert (case.title, case.problem) == ("", "FAMILY")
    assert CaseDocument.objects.get(case=case).body == ""
    assert Visit.objects.get(beneficiary=person).note == "见到甲"


def test_no_choice_and_no_key_is_emptied():
    for table in all_tables(Beneficiary):
        for field in table.texts:
            assert not field.choices, (table.label, field.name)
            assert not field.is_relation, (table.label, field.name)
            assert isinstance(field, models.CharField | models.TextField | models.JSONField)
