"""Pages of persons served: the list, the search, the file, and reading what is encrypted."""

from datetime import date
from uuid import UUID

import pytest
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.tenancy.context import enter_county
from kernel.workdays import clock
from stations.casework.domain import file_beneficiary
from stations.casework.enums import VisitLevel
from stations.casework.models import Beneficiary, Household, VisitLevelSpan
from stations.casework.standards import person_groups
from stations.records.identity import index_id_number
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import file_child
from tests.fixtures.records import belongs, file_person, set_level

CODE, VILLAGE = "510402-S001", "510402001001"
NUMBER, PHONE, ADDRESS = "510402195003020013", "13900001278", "大渡口街道一号楼"
PERSON_SEARCH = "/casework/persons/search/"
FORM = {"household": "new", "name": "曾晓兰", "division_code": VILLAGE}


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def person(network, actor):
    return file_beneficiary(
        actor=actor("WORKER"),
        station=network["S001"],
        division_code=VILLAGE,
        name="曾晓兰",
        filed_on=date(2023, 5, 4),
        id_number=NUMBER,
        phone=PHONE,
        address=ADDRESS,
    )


def url(name, *args):
    return reverse(f"casework:{name}", args=[CODE, *args], urlconf="config.urls_county")


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("asked", ["zx", "晓兰", NUMBER, f" {NUMBER} "])
def test_a_search_by_body_finds_name_initials_and_number(network, person, visitor, asked):
    file_person(network["S001"], name="李秀英")
    answer = visitor("HEAD", CODE).post(url("persons"), {"search": asked})

    assert ("曾晓兰" in text(answer), "李秀英" in text(answer)) == (True, False)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["persons", "person-search"])
def test_a_search_finds_the_code_of_a_file_or_its_beginning(network, visitor, address):
    named = {"曾晓兰": "5c0f9a17", "李秀英": "5c0f9b22"}
    for name, code in named.items():
        file_person(network["S001"], name=name, uuid=UUID(code.ljust(32, "0")))
    file_person(network["S002"], name="王大山", uuid=UUID("5c0f9a18".ljust(32, "0")))
    head = visitor("HEAD", CODE)
    page = url(address) if address == "persons" else PERSON_SEARCH

    for asked, found in (
        ("5c0f9a17", ["曾晓兰"]),
        (" 5C0F9A17 ", ["曾晓兰"]),
        ("5c0f", ["曾晓兰", "李秀英"]),
        ("5c0f9a1", ["曾晓兰"]),
        ("5c0f9a18", []),
        ("5c", []),
        ("f9a1", []),
    ):
        answer = text(head.post(page, {"search": asked}))
        assert [name for name in (*named, "王大山") if name in answer] == found, asked


def test_a_file_closed_to_the_reader_is_found_by_its_code_and_stays_masked(network, visitor):
    """X10: the code stands on its page; name, initials and number find nothing."""
    child = file_child(network["S001"], id_number_index=index_id_number(NUMBER))
    set_level(child, 1, date(2026, 1, 1))
    worker, head = visitor("WORKER", CODE), visitor("HEAD", CODE)

    for page in (url("persons"), PERSON_SEARCH):
        found = text(worker.post(page, {"search": child.file_code}))
        assert ("吴**" in found, "吴小雨" in found) == (True, False)
        assert str(VisitLevel(1).label) not in found.split("</form>")[-1]
        assert "吴小雨" in text(head.post(page, {"search": child.file_code}))
        for asked in ("吴小雨", "wxy", NUMBER):
            assert "吴**" not in text(worker.post(page, {"search": asked}))


def test_a_search_in_the_address_is_not_read(network, person, visitor):
    file_person(network["S001"], name="李秀英")

    assert "李秀英" in text(visitor("HEAD", CODE).get(url("persons") + "?search=zx"))


def test_the_bureau_reads_masked_names(person, visitor):
    bureau = visitor("BUREAU")
    for page in (bureau.get(url("persons")), bureau.get(url("person", person.uuid))):
        assert ("曾**" in text(page), "曾晓兰" in text(page)) == (True, False)


def test_filters_by_level_and_kind(network, person, visitor):
    other = file_person(network["R001"], name="李秀英")
    set_level(other, 2, date(2026, 1, 1))
    belongs(person, "disability")
    head = visitor("HEAD", CODE)

    for query, found in (("level=2", "李秀英"), ("category=disability", "曾晓兰")):
        page = text(head.get(f"{url('persons')}?{query}"))
        assert [name for name in ("曾晓兰", "李秀英") if name in page] == [found]
    assert "曾晓兰" in text(head.get(f"{url('persons')}?level=9"))


def test_the_list_in_constant_queries(network, visitor, django_assert_num_queries):
    head = visitor("HEAD", CODE)
    head.get(url("persons"))
    seen = []
    for count in (1, 3):
        while Beneficiary.objects.count() < count:
            set_level(file_person(network["S001"], name="李秀英"), 2, date(2026, 1, 1))
        with django_assert_num_queries(9):
            seen.append(text(head.client.get(url("persons"))).count("李秀英</a>"))
        enter_county("510402")
    assert seen == [1, 3]


def test_a_file_opened_with_its_household(network, visitor, done):
    answer = visitor("WORKER", CODE).post(url("person-new"), FORM)

    made = Beneficiary.objects.get()
    assert answer.status_code == 302
    assert (made.household, made.name_initials) == (Household.objects.get(), "zxl")
    assert done() == ["household.add", "beneficiary.file"]


def test_a_file_opened_with_the_person_s_own_word(network, visitor, done):
    """X07: what the person said yes to stands with the file; of unknown age, they are of age."""
    sent = FORM | {"consents": ["SERVICE", "SENSITIVE_DATA"], "id_number": ""}
    assert visitor("WORKER", CODE).post(url("person-new"), sent).status_code == 302

    made = Beneficiary.objects.get()
    found = {row.kind: (row.given_by, row.valid_from, row.age_told) for row in made.consents.all()}
    assert found == dict.fromkeys(("SERVICE", "SENSITIVE_DATA"), ("SELF", TODAY, True))
    assert done() == ["household.add", "beneficiary.file", *["consent.give"] * 2]


@pytest.mark.parametrize(
    "change",
    [
        {"consents": ["NO_SUCH"]},
        {"consents": ["SERVICE"], "id_number": "", "born_on": "2012-11-21"},
        {"name": ""},
        {"division_code": "510402002001"},
        {"household": "00000000-0000-4000-8000-000000000000"},
        {"id_number": "123"},
        {"id_number": NUMBER},
    ],
)
def test_a_wrong_file_is_refused_whole(person, visitor, change):
    answer = visitor("WORKER", CODE).post(url("person-new"), FORM | change)

    assert answer.status_code == 422
    assert (Beneficiary.objects.count(), Household.objects.count()) == (1, 0)


def test_the_page_masks_and_an_edit_keeps_what_it_does_not_show(person, visitor):
    head = visitor("HEAD", CODE)
    for name in ("person", "person-edit"):
        page = text(head.get(url(name, person.uuid)))
        assert [value for value in (NUMBER, PHONE, ADDRESS) if value in page] == []
    head.post(url("person-edit", person.uuid), FORM | {"name": "曾小兰", "phone": "13911112222"})

    person.refresh_from_db()
    assert (person.name, person.phone, person.id_number) == ("曾小兰", "13911112222", NUMBER)


def test_a_day_of_birth_is_corrected_on_the_page(network, person, visitor):
    head, told = visitor("HEAD", CODE), file_person(network["S001"], born_on=date(1950, 3, 2))
    address = url("person-edit", told.uuid)
    assert 'name="born_on"' in text(head.get(address))
    future = head.post(address, FORM | {"born_on": "2026-11-21"})
    assert (future.status_code, "2026-11-21" in text(future)) == (422, True)
    assert head.post(address, FORM | {"born_on": "1951-03-02"}).status_code == 302
    assert head.post(address, FORM).status_code == 302
    numbered = head.post(url("person-edit", person.uuid), FORM | {"born_on": "1951-03-02"})
    assert numbered.status_code == 422

    told.refresh_from_db()
    person.refresh_from_db()
    assert (told.born_on, person.born_on) == (date(1951, 3, 2), date(1950, 3, 2))


@pytest.mark.parametrize(("role", "code"), [("BUREAU", ""), ("HEAD", CODE), ("WORKER", CODE)])
def test_a_reveal_names_its_reason_in_the_trail_and_no_value(person, visitor, role, code):
    answer = visitor(role, code).post(url("person-reveal", person.uuid), {"reason": "核对低保"})

    assert all(value in text(answer) for value in (NUMBER, PHONE, ADDRESS))
    assert answer.headers["Cache-Control"] == "no-store"
    entry = Entry.objects.get(action="beneficiary.reveal")
    assert entry.after["reason"] == "核对低保"
    assert [value for value in (NUMBER, PHONE, ADDRESS) if value in str(entry.after)] == []


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201, f"电话{PHONE}"])
def test_no_reveal_without_a_reason_or_with_a_number_in_it(person, visitor, reason):
    answer = visitor("HEAD", CODE).post(url("person-reveal", person.uuid), {"reason": reason})

    assert (answer.status_code, NUMBER in text(answer)) == (422, False)
    assert not Entry.objects.filter(action="beneficiary.reveal").exists()


def test_kind_level_and_the_end_of_a_file(person, visitor):
    head = visitor("HEAD", CODE)
    kind = {"category": "disability", "source": "DISCOVERY", "valid_from": "2024-01-01"}
    level = {"level": "3", "reason": "独居", "valid_from": "2024-01-01"}
    assert head.post(url("kind-new", person.uuid), kind).status_code == 302
    assert head.post(url("kind-new", person.uuid), kind).status_code == 422
    assert head.post(url("level-new", person.uuid), level | {"reason": ""}).status_code == 422
    assert head.post(url("level-new", person.uuid), level).status_code == 302
    entry = person.categories.get()
    head.post(url("kind-end", person.uuid, entry.uuid), {"on": "2025-01-01"})
    end = {"reason": "MOVED"}
    early = head.post(url("person-close", person.uuid), end | {"on": "2023-05-03"})
    bare = head.post(url("person-close", person.uuid), {"on": "2026-01-01"})
    head.post(url("person-close", person.uuid), end | {"on": "2026-01-01"})
    again = head.post(url("person-close", person.uuid), end | {"on": "2026-01-02"})

    person.refresh_from_db()
    entry.refresh_from_db()
    assert (early.status_code, bare.status_code, again.status_code) == (422, 422, 422)
    assert (person.closed_on, entry.valid_to) == (date(2026, 1, 1), date(2025, 1, 1))
    assert VisitLevelSpan.objects.get().valid_to == date(2026, 1, 1)
    assert "独居" in text(head.get(url("person", person.uuid)))


def test_a_closed_file_is_opened_again_by_its_page(person, visitor):
    head = visitor("HEAD", CODE)
    address, page = url("person-reopen", person.uuid), url("person", person.uuid)
    assert address not in text(head.get(page))
    assert head.post(address, {"reason": "搬回"}).status_code == 422
    head.post(url("person-close", person.uuid), {"reason": "MOVED", "on": "2026-01-01"})
    assert address in text(head.get(page))
    for reason in ("", f"电话{PHONE}"):
        refused = head.post(address, {"reason": reason})
        assert (refused.status_code, reason in text(refused)) == (422, True)
    assert head.post(address, {"reason": "搬回"}).status_code == 302

    person.refresh_from_db()
    assert (person.closed_on, person.closed_reason) == (None, "")
    Beneficiary.objects.filter(pk=person.pk).update(closed_on=TODAY, erased_at=clock.now())
    assert address not in text(head.get(page))


def test_an_edit_keeps_a_household_of_the_place_above(network, visitor):
    home = Household.objects.create(
        station=network["S001"], division_code=VILLAGE, name="曾家", filed_on=TODAY
    )
    person = file_person(network["R001"], household=home)
    room = reverse(
        "casework:person-edit", args=["510402-R001", person.uuid], urlconf="config.urls_county"
    )
    answer = visitor("HEAD", CODE).post(room, FORM | {"household": str(home.uuid)})

    person.refresh_from_db()
    assert (answer.status_code, person.name, person.household) == (302, "曾晓兰", home)


def test_the_list_is_narrowed_to_a_group_of_kinds(network, visitor):
    """C03, C04, M34, M54, G3217: groups of data overlap; preference is eight, pension four."""
    sizes = {"PREFERENCE": 8, "PENSION": 4, "RESETTLEMENT": 9, "ASSISTED": 8}
    groups = person_groups()
    assert {key: len(groups[key].kinds) for key in sizes} == sizes
    assert {*groups["PENSION"].kinds} < {*groups["PREFERENCE"].kinds}
    for name, kind in (("何卫国", "military.SERVING"), ("方烈属", "military.KIN_MARTYR")):
        belongs(file_person(network["S001"], name=name), kind)
    head = visitor("HEAD", CODE)

    def named(group):
        page = text(head.get(f"{url('persons')}?group={group}"))
        return ("何卫国" in page, "方烈属" in page)

    assert named("PREFERENCE") == (True, True)
    assert named("PENSION") == (False, True)
    assert named("MIGRANTS") == (False, False)


def test_a_search_that_cannot_be_made_does_not_say_that_nobody_is_found(network, visitor):
    head = visitor("HEAD", CODE)
    for asked, said in (("", "必填"), ("王" * 61, "60"), ("510402195003020012", "最后一位")):
        page = head.post(PERSON_SEARCH, {"search": asked}).content.decode()
        assert said in page, asked
        assert "没有符合条件的服务对象" not in page, asked
