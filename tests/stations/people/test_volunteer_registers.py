"""The registers about volunteers on their pages and over the API, from the form to the record."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from kernel.audit.models import Entry
from kernel.workdays import clock
from stations.people.models import (
    ServiceCertificate,
    VolunteerTeam,
    VolunteerTeamMember,
)
from stations.records.identity import index_id_number
from tests.conftest import DAY as TODAY
from tests.fixtures.records import step, volunteer
from tests.fixtures.staffing import volunteer_records

CODE, ID_NUMBER = "510402-S001", "510402199902300009"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def url(name, *args):
    return reverse(f"people:{name}", args=args, urlconf="config.urls_county")


def words(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_volunteer_s_number_is_shown_once_on_a_page(network, visitor):
    friend = volunteer(network["S001"], name="李志愿", phone="13900005678")
    worker, one = visitor("WORKER", CODE), url("volunteers-one", CODE, friend.uuid)
    address = url("volunteers-reveal", CODE, friend.uuid)
    page = words(worker.get(one))
    assert ("139******78" in page, "13900005678" in page, address in page) == (True, False, True)

    assert worker.post(address, {"reason": "见13800000000"}).status_code == 422
    shown = worker.post(address, {"reason": "通知培训"})
    assert "13900005678" in words(shown)
    assert shown["Cache-Control"] == "no-store"
    assert Entry.objects.get(action="volunteer.reveal").after["fields"] == ["id_number", "phone"]
    township = visitor("TOWNSHIP", "510402001")
    assert "139**" not in words(township.get(one))
    assert township.post(address, {"reason": "想看"}).status_code == 403


def test_a_volunteers_page_leads_to_the_certificate_as_pdf(network, visitor):
    person = volunteer(network["S001"], name="李志愿", national_number="5104000001")
    step(person, "USE", date(2026, 5, 4), hours=Decimal("2.5"), content="陪伴独居老人")
    friend = visitor("WORKER", CODE)
    page = words(friend.get(url("volunteers-one", CODE, person.uuid)))
    assert all(said in page for said in ("李志愿", "5104000001", "陪伴独居老人", "2.5"))

    friend.post(
        url("volunteers-award", CODE, person.uuid),
        {"kind": "STAR", "title": "三星志愿者", "awarded_on": "2026-10-01"},
    )
    friend.post(url("volunteers-certificate", CODE, person.uuid), {"first_on": "", "last_on": ""})
    made = ServiceCertificate.objects.get()
    page = words(friend.get(url("service-certificates-one", CODE, made.uuid)))
    address = url("service-certificates-pdf", CODE, made.uuid)
    assert address in page

    files = [friend.get(address) for _ in range(2)]
    assert files[0].content.startswith(b"%PDF")
    assert files[0].content == files[1].content
    assert (files[0]["Content-Type"], files[0]["Cache-Control"]) == ("application/pdf", "no-store")
    assert Entry.objects.filter(action="servicecertificate.read").count() == 2
    assert visitor("TOWNSHIP", "510402001").get(address).status_code == 403

    friend.post(url("service-certificates-withdraw", CODE, made.uuid), {"reason": "姓名有误"})
    assert friend.get(address).status_code == 409


def test_the_pdf_over_the_api(network, call, visitor):
    certificate = ServiceCertificate.objects.get(
        uuid=volunteer_records(volunteer(network["S001"]))["certificate"]
    )
    address = f"service-certificates/{certificate.uuid}/pdf"
    page = visitor("WORKER", CODE).get(url("service-certificates-pdf", CODE, certificate.uuid))
    taken = call("get", address, role="WORKER")

    assert (taken.status_code, taken.content) == (200, page.content)
    for header in ("Content-Type", "Content-Disposition", "Cache-Control"):
        assert taken[header] == page[header]
    assert f"{certificate.number}.pdf" in taken["Content-Disposition"]
    assert Entry.objects.filter(action="servicecertificate.read").count() == 2

    assert call("get", address, role="AGENCY").status_code == 404
    certificate.withdrawn_at = clock.now()
    certificate.save()
    refused = call("get", address, role="WORKER")
    assert (refused.status_code, refused["Content-Type"]) == (409, "application/problem+json")
    assert Entry.objects.filter(action="servicecertificate.read").count() == 2


def test_a_volunteer_is_corrected_without_reading_the_number(network, visitor):
    person = volunteer(
        network["S001"],
        name="李志愿",
        id_number=ID_NUMBER,
        id_number_index=index_id_number(ID_NUMBER),
    )
    other = volunteer(network["S001"])
    friend = visitor("WORKER", CODE)
    address = url("volunteers-edit", CODE, person.uuid)
    page = words(friend.get(address))
    assert ("李志愿" in page, ID_NUMBER in page) == (True, False)
    friend.post(address, {"name": "李志远", "national_number": "5104000001"})

    person.refresh_from_db()
    assert (person.name, person.national_number, person.id_number) == (
        *("李志远", "5104000001"),
        ID_NUMBER,
    )
    taken = friend.post(
        url("volunteers-edit", CODE, other.uuid), {"name": "张", "id_number": ID_NUMBER}
    )
    assert taken.status_code == 422
    assert friend.post(address, {"name": "李志远", "id_number": ID_NUMBER}).status_code == 302


def test_a_volunteer_is_masked_to_those_who_do_not_keep_the_list(network, visitor, call):
    person = volunteer(network["S001"], name="李志愿", national_number="5104000001")
    step(person, "USE", date(2026, 5, 4))
    page = words(visitor("TOWNSHIP", "510402001").get(url("volunteers-one", CODE, person.uuid)))

    assert ("李**" in page, "李志愿" in page, "5104000001" in page) == (True, False, False)
    rows = call("get", "volunteer-steps", role="AGENCY").json()["results"]
    assert [row["volunteer"] for row in rows] == ["李**"]


def test_a_team_with_members_by_form(network, visitor):
    person, stranger = volunteer(network["S001"]), volunteer(network["S002"])
    friend = visitor("WORKER", CODE)
    friend.post(url("volunteer-teams-new", CODE), {"name": "互助队", "valid_from": "2026-01-05"})
    team = VolunteerTeam.objects.get()
    address = url("volunteer-teams-join", CODE, team.uuid)
    form = {"volunteer": str(person.uuid), "valid_from": "2026-02-01", "leads": "on"}
    assert friend.post(address, form | {"volunteer": str(stranger.uuid)}).status_code == 422
    friend.post(address, form)
    member = VolunteerTeamMember.objects.get()
    other = VolunteerTeam.objects.create(
        station=network["S001"], name="别队", valid_from=date(2026, 1, 5)
    )
    wrong = friend.post(
        url("volunteer-teams-leave", CODE, other.uuid),
        {"member": str(member.uuid), "on": "2026-03-01", "reason": "NO_TIME"},
    )
    assert wrong.status_code == 422
    friend.post(
        url("volunteer-teams-leave", CODE, team.uuid),
        {"member": str(member.uuid), "on": "2026-03-01", "reason": "NO_TIME"},
    )

    member.refresh_from_db()
    assert (member.leads, member.valid_to) == (True, date(2026, 3, 1))
    friend.post(url("volunteer-teams-end", CODE, team.uuid), {"on": "2026-04-01"})
    team.refresh_from_db()
    assert team.valid_to == date(2026, 4, 1)
