"""Why a record was withdrawn may name persons: a page says it to who reads the record's texts, and
who withdrew it to all (X10)."""

import pytest
from django.urls import reverse

from kernel.workdays import clock
from tests.conftest import DAY as TODAY
from tests.fixtures.custody import a_loan, a_volume, file_child
from tests.fixtures.records import a_case, add_worker, file_person, need, supervise, visit, works

CODE, WHY, WHO = "510402-S001", "与邻居王翠花混淆", "周登记"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


@pytest.fixture
def case(network):
    return withdrawn(a_case(file_child(network["S001"]), TODAY))


def withdrawn(entry):
    """Past the domain."""
    entry.withdrawn_at, entry.withdrawn_by_name, entry.withdrawn_reason = clock.now(), WHO, WHY
    entry.save()
    return entry


def told(visitor, name, uuid):
    """Whether the page tells why; who withdrew it stands there for everybody."""
    address = reverse(name, args=[CODE, uuid], urlconf="config.urls_county")
    answer = visitor.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert WHO in page
    return WHY in page


@pytest.mark.parametrize(
    ("role", "code", "reads"),
    [
        ("HEAD", CODE, True),
        ("WORKER", CODE, False),
        ("SUPERVISOR", CODE, False),
        ("BUREAU", "", False),
    ],
)
def test_of_a_minor_s_case_it_is_told_to_who_reads_the_file(case, visitor, role, code, reads):
    assert told(visitor(role, code), "casework:case", case.uuid) == reads


@pytest.mark.parametrize(("role", "code", "reads"), [("WORKER", CODE, True), ("BUREAU", "", False)])
def test_of_a_person_a_visit_and_a_need_it_is_told_to_who_reads_names(
    network, visitor, role, code, reads
):
    person = withdrawn(file_person(network["S001"]))
    made, wanted = withdrawn(visit(person, TODAY)), withdrawn(need(person, TODAY))
    who = visitor(role, code)
    pages = {
        "casework:person": person,
        "casework:visit": made,
        "casework:needs-one": wanted,
    }
    assert {name: told(who, name, each.uuid) for name, each in pages.items()} == dict.fromkeys(
        pages, reads
    )


@pytest.mark.parametrize(
    ("role", "code", "reads"),
    [("HEAD", CODE, True), ("WORKER", CODE, False), ("BUREAU", "", False)],
)
def test_of_a_minor_s_volume_and_loan_it_is_told_to_who_reads_the_case(
    case, visitor, role, code, reads
):
    volume = withdrawn(a_volume(case))
    loan, who = withdrawn(a_loan(volume, TODAY)), visitor(role, code)

    assert told(who, "casework:archive-volumes-one", volume.uuid) == reads
    assert told(who, "casework:archive-loans-one", loan.uuid) == reads


@pytest.mark.parametrize(
    ("role", "code", "reads"),
    [("HEAD", CODE, True), ("WORKER", CODE, False), ("AUDITOR", "", False)],
)
def test_where_nothing_is_personal_it_is_told_to_who_keeps_the_register(
    network, visitor, role, code, reads
):
    worker = add_worker("王小芳")
    works(worker, network["S001"])
    made = withdrawn(supervise(worker, network["S001"], TODAY))

    assert told(visitor(role, code), "people:supervisions-one", made.uuid) == reads
