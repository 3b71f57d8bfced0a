"""The sheet clause by clause: what is saved, what is refused, and that nothing typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluation.cycles.domain.sheet import confirm_fact, declare_inputs
from evaluation.cycles.models import Evidence, Item
from kernel.tenancy import county_context
from tests.evaluation.cycles.pages import address, log_in, reread, send, visit
from tests.fixtures.cycles import Town, bring, fill_quickly, proof, standing_in


def item(town: Town, indicator: str) -> Item:
    with county_context(town.county):
        return Item.objects.get(evaluation=reread(town), indicator=indicator)


def clause(town: Town, indicator: str) -> str:
    return address(town.evaluation, f"self/{indicator}/")


def test_the_sheet_opens_at_the_first_clause_that_lacks_something(town: Town) -> None:
    first = clause(town, "F1")
    answer = visit(town, "head", address(town.evaluation, "self/"))
    assert (answer.status_code, answer.url) == (302, first)


@pytest.mark.parametrize(
    ("indicator", "data", "stored"),
    [
        ("F2", {"office_m2": "40", "service_m2": "60.5"},
         {"office_m2": "40", "service_m2": "60.5"}),
        ("C01", {"joint": "2", "member_service": "1", "branch": "null"},
         {"joint": 2, "member_service": 1, "branch": None}),
        ("C01", {"joint": "2", "branch": "true"},
         {"joint": 2, "member_service": None, "branch": True}),
        ("C01", {"joint": "2"}, {"joint": 2, "member_service": None}),
        ("C15", {"targets-0-planned": "10", "targets-0-actual": "8",
                 "targets-1-planned": "4", "targets-1-actual": "4.5"},
         {"targets": [{"planned": "10", "actual": "8"}, {"planned": "4", "actual": "4.5"}]}),
        ("O4", {"projects-0-due": "6", "projects-0-done": "5", "projects-1-due": ""},
         {"projects": [{"due": 6, "done": 5}]}),
        ("S6", {"uniform": "false", "badge": "true"}, {"uniform": False, "badge": True}),
        ("C21", {"na": "on"}, {"na": True}),
    ],
)  # fmt: skip
def test_what_is_declared_is_stored_as_typed(
    town: Town, indicator: str, data: dict[str, str], stored: dict[str, object]
) -> None:
    path = clause(town, indicator)
    answer = log_in(town, "head").post(path, {"act": "declare", **data})
    assert (answer.status_code, getattr(answer, "url", answer.content)) == (302, path)
    assert item(town, indicator).inputs == stored


def test_a_blank_takes_back_what_was_declared(town: Town) -> None:
    send(town, "head", clause(town, "C17"), act="declare", kinds="3")
    path = address(reread(town), "self/C17/")
    assert item(town, "C17").inputs == {"kinds": 3}
    send(town, "head", path, act="declare", kinds="")
    assert item(town, "C17").inputs == {"kinds": None}
    text = visit(town, "head", path).context["own_missing"]
    assert [each.field for each in text] == ["C17.kinds"]


@pytest.mark.parametrize(
    ("indicator", "data", "field"),
    [
        ("C17", {"kinds": "many"}, "kinds"),
        ("C17", {"kinds": "9"}, "kinds"),
        ("C15", {"targets-0-planned": "10", "targets-0-actual": "x"}, "targets-0-actual"),
        ("O4", {"projects-0-due": "2", "projects-0-done": "3"}, "projects-0-done"),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_a_refused_value_stays_in_its_field_with_the_reason(
    town: Town, indicator: str, data: dict[str, str], field: str, htmx: bool
) -> None:
    headers = {"hx-request": "true"} if htmx else {}
    answer = log_in(town, "head").post(
        clause(town, indicator), {"act": "declare", **data}, headers=headers
    )
    assert answer.status_code == 422
    form = answer.context["form"]
    assert {name: form[name].value() for name in data} == data
    assert field in form.errors
    assert answer.context["refusal"].errors[0].message in answer.content.decode()
    assert item(town, indicator).inputs == {}


def test_computed_values_are_confirmed_or_disputed_never_written(town: Town) -> None:
    path = clause(town, "C05")
    assert send(town, "head", path, act="declare", volunteers="99").status_code == 422
    assert send(town, "head", path, act="confirm").status_code == 302
    assert item(town, "C05").confirmed_at is not None
    answer = send(town, "head", path, act="dispute", volunteers="31", steps="4", reason=" ")
    assert answer.status_code == 422
    form = answer.context["dispute_form"]
    assert (form["volunteers"].value(), list(form.errors)) == ("31", ["reason"])
    sent = {"volunteers": "31", "steps": "4", "reason": "名册漏登一人"}
    assert log_in(town, "head").post(path, {"act": "dispute", **sent}).status_code == 302
    found = item(town, "C05")
    assert (found.disputed["volunteers"], found.dispute_reason) == (31, "名册漏登一人")
    assert found.confirmed_at is None


@pytest.mark.parametrize("htmx", [False, True])
def test_a_stale_save_shows_both_values_and_can_be_repeated(town: Town, htmx: bool) -> None:
    path, old = clause(town, "C17"), str(town.evaluation.version)
    with standing_in(town):
        declare_inputs(
            actor=town.actor("head"),
            evaluation=town.evaluation,
            indicator="C17",
            inputs={"kinds": 1},
        )
    headers = {"hx-request": "true"} if htmx else {}
    client = log_in(town, "head")
    sent = {"act": "declare", "kinds": "3", "version": old}
    answer = client.post(path, sent, headers=headers)
    assert answer.status_code == 412
    assert answer.context["form"]["kinds"].value() == "3"
    assert [value for _label, value in answer.context["stored"]] == ["1 类"]
    assert "1 类" in answer.content.decode()
    assert item(town, "C17").inputs == {"kinds": 1}
    again = client.post(path, sent | {"version": answer.context["version"]}, headers=headers)
    assert again.status_code == (200 if htmx else 302)
    assert item(town, "C17").inputs == {"kinds": 3}


def test_what_comes_too_late_is_said_on_the_page_and_stays(town: Town) -> None:
    path = clause(town, "C17")
    bring(town, "SUBMITTED")
    answer = send(town, "head", path, act="declare", kinds="3")
    assert answer.status_code == 409
    assert answer.context["form"]["kinds"].value() == "3"
    assert "“已提交”" in answer.context["refusal"].detail


def test_autosave_answers_with_summary_and_version(town: Town) -> None:
    client, path = log_in(town, "head"), clause(town, "C17")
    sent = {"act": "declare", "kinds": "3", "version": town.evaluation.version}
    answer = client.post(path, sent, headers={"hx-request": "true"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count('hx-swap-oob="true"') == 4
    assert f'id="sheet-version" value="{reread(town).version}"' in text


@pytest.mark.parametrize("name", ["worker", "township", "bureau", "hub"])
def test_others_read_the_sheet_without_fields(town: Town, name: str) -> None:
    answer = visit(town, name, clause(town, "C17"))
    assert (answer.context["may_write"], answer.context["may_submit"]) == (False, False)
    assert 'name="kinds"' not in answer.content.decode()
    assert send(town, name, address(reread(town), "self/C17/"), kinds="3").status_code == 403
    assert item(town, "C17").inputs == {}


def test_satisfaction_is_not_the_heads_to_give(town: Town) -> None:
    path = clause(town, "T1")
    assert 'name="mean_percent"' not in visit(town, "head", path).content.decode()
    assert send(town, "head", path, mean_percent="99").status_code == 403


def test_evidence_is_attached_downloaded_and_removed(town: Town) -> None:
    path = clause(town, "F1")
    client = log_in(town, "head")
    assert client.post(f"{path}evidence/", {"file": proof("平面图.pdf")}).url == path
    with county_context(town.county):
        evidence = Evidence.objects.get(item__indicator="F1", item__evaluation=town.evaluation)
    file = address(reread(town), f"files/{evidence.uuid}/")
    answer = client.get(file)
    assert b"".join(answer.streaming_content) == proof().read()
    assert answer["Content-Disposition"].startswith("attachment;")
    found = {name: visit(town, name, file).status_code for name in ("worker", "township", "bureau")}
    assert found == {"worker": 200, "township": 200, "bureau": 200}
    found = {name: visit(town, name, file).status_code for name in ("head2", "township2", "r1")}
    assert found == {"head2": 404, "township2": 404, "r1": 404}
    assert send(town, "worker", f"{file}remove/").status_code == 403
    assert visit(town, "head", path).context["evidence"].count() == 1
    assert client.post(f"{file}remove/").url == path
    assert client.get(file).status_code == 404


def test_a_file_of_another_kind_and_no_file_are_refused_in_words(town: Town) -> None:
    client, path = log_in(town, "head"), clause(town, "F1")
    program = SimpleUploadedFile("平面图.pdf", b"MZ\x90\x00program", content_type="application/pdf")
    answer = client.post(f"{path}evidence/", {"file": program})
    assert answer.status_code == 422
    assert answer.context["refusal"].detail in answer.content.decode()
    page = client.post(f"{path}evidence/", {}, follow=True)
    assert [str(each) for each in page.context["messages"]] == ["请先选择文件。"]
    assert page.context["evidence"].count() == 0


def test_handing_in_lists_what_is_missing_and_asks_for_the_pledge(town: Town) -> None:
    path = address(town.evaluation, "self/hand-in/")
    answer = send(town, "head", path, pledge="on")
    assert answer.status_code == 422
    missing = answer.context["missing"]
    assert [each.field for each in missing][:2] == ["F1.evidence", "F2.office_m2"]
    assert missing[1].message == "未填写：办公面积。"
    with standing_in(town):
        fill_quickly(town, "S001", "head")
    answer = send(town, "head", path)
    assert (answer.status_code, answer.context["unpledged"]) == (422, True)
    assert reread(town).state == "SELF_EVAL"
    assert send(town, "head", path, pledge="on").status_code == 302
    assert reread(town).state == "SUBMITTED"
    assert send(town, "head", path, pledge="on").status_code == 409


def test_a_colleague_may_not_hand_in(town: Town) -> None:
    path = address(town.evaluation, "self/hand-in/")
    assert visit(town, "worker", path).context["may_submit"] is False
    assert send(town, "worker", path, pledge="on").status_code == 403


def test_records_behind_a_figure_and_an_indicator_without_any(town: Town) -> None:
    answer = visit(town, "head", address(town.evaluation, "facts/C05/"))
    assert (answer.context["page"].total, answer.context["fact"].indicator) == (0, "C05")
    assert visit(town, "head", address(reread(town), "facts/F1/")).status_code == 404
    assert visit(town, "head", address(reread(town), "facts/X9/")).status_code == 404


def test_the_tree_counts_confirmed_clauses(town: Town) -> None:
    before = visit(town, "head", clause(town, "C05")).context
    with standing_in(town):
        confirm_fact(actor=town.actor("head"), evaluation=town.evaluation, indicator="C05")
    after = visit(town, "head", address(reread(town), "self/C05/")).context
    assert after["done_clauses"] - before["done_clauses"] == 1
