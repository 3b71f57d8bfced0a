"""Pages about persons served on a county's host, below /casework/."""

from django.urls import path, re_path

from stations.casework.models import TeamRequest
from stations.casework.pages import (
    alert,
    arrive,
    case,
    case_act,
    disclosure,
    due,
    export,
    home,
    minor,
    person,
    person_acts,
    protection,
    purge,
    request,
    roster,
    search,
    visit,
    void,
)
from stations.casework.registers import REGISTERS
from stations.records.register.pages import register_urls

app_name = "casework"
CODE = r"(?P<code>[0-9]{6}-[HSRI][0-9]{3,})"
ENTRY = r"(?P<entry>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"
UUID = r"(?P<uuid>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"
PERSON = rf"^{CODE}/persons/{UUID}"
VISIT = rf"^{CODE}/visits/{UUID}"
CASE = rf"^{CODE}/cases/{UUID}"
FOLLOW_UP = UUID.replace("uuid", "follow_up")
ACT = r"(?P<act>refer|withdraw|request-closure|take-back|send-back|sign-closure|reopen|follow-up)"
PART = r"(?P<part>kind|level|consent)"
KIND = r"(?P<kind>[A-Z_]{4,20})"

urlpatterns = [
    path("home-visits/", home.show_shell, name="home-visits"),
    path("home-visits/data/", home.send_data, name="home-visits-data"),
    path("home-visits/sw.js", home.send_worker, name="home-visits-worker"),
    path("home-visits/batch/", arrive.receive_visits, name="home-visits-batch"),
    path("home-visits/<uuid:uuid>/", arrive.receive_visit, name="home-visits-arrive"),
    re_path(rf"^{CODE}/persons/$", person.list_persons, name="persons"),
    re_path(rf"^{CODE}/persons/new/$", person.add_person, name="person-new"),
    re_path(rf"{PERSON}/$", person.show_person, name="person"),
    re_path(rf"{PERSON}/edit/$", person.edit_person, name="person-edit"),
    re_path(rf"{PERSON}/reveal/$", person.reveal_person, name="person-reveal"),
    re_path(rf"{PERSON}/kind/$", person_acts.add_kind, name="kind-new"),
    re_path(rf"{PERSON}/kind/{ENTRY}/end/$", person_acts.end_kind, name="kind-end"),
    re_path(rf"{PERSON}/level/$", person_acts.set_level, name="level-new"),
    re_path(rf"{PERSON}/close/$", person_acts.close_person, name="person-close"),
    re_path(rf"{PERSON}/reopen/$", person_acts.reopen_person, name="person-reopen"),
    re_path(rf"{PERSON}/consent/$", person_acts.add_consent, name="consent-new"),
    re_path(rf"{PERSON}/consent/{ENTRY}/end/$", person_acts.end_consent, name="consent-end"),
    re_path(rf"{PERSON}/void/$", void.void_of_person, name="person-void"),
    re_path(rf"{PERSON}/{PART}/{ENTRY}/void/$", void.void_of_part, name="part-void"),
    path("disclosures/", disclosure.list_disclosures, name="disclosures"),
    re_path(rf"^{CODE}/persons/export/$", export.export_persons, name="persons-export"),
    re_path(rf"^{CODE}/visits/export/$", export.export_visits, name="visits-export"),
    re_path(rf"^{CODE}/research/$", export.export_research, name="research"),
    re_path(rf"{PERSON}/open/$", minor.open_file, name="person-open"),
    re_path(rf"{PERSON}/responsible/$", minor.name_person, name="person-responsible"),
    re_path(rf"{PERSON}/notice/$", minor.tell_rights, name="person-notice"),
    re_path(rf"{PERSON}/guardian-notice/$", minor.tell_guardian, name="person-guardian-notice"),
    re_path(rf"{PERSON}/purge/$", purge.purge_of_person, name="person-purge"),
    re_path(rf"{CASE}/purge/$", purge.purge_of_case, name="case-purge"),
    re_path(rf"^{CODE}/data-requests/{UUID}/file/$", request.send_file, name="data-request-file"),
    re_path(
        rf"^{CODE}/team-requests/{UUID}/file/$",
        request.send_file,
        {"model": TeamRequest},
        name="team-request-file",
    ),
    path("data-requests/", request.list_county, name="county-requests"),
    re_path(rf"^{CODE}/visits/$", visit.list_visits, name="visits"),
    re_path(rf"^{CODE}/visits/new/$", visit.add_visit, name="visit-new"),
    re_path(rf"{VISIT}/$", visit.show_visit, name="visit"),
    re_path(rf"{VISIT}/edit/$", visit.edit_visit, name="visit-edit"),
    re_path(rf"{VISIT}/withdraw/$", visit.withdraw_visit, name="visit-withdraw"),
    path("persons/search/", search.search_county, name="person-search"),
    re_path(rf"^{CODE}/due/$", due.list_due, name="due"),
    re_path(rf"^{CODE}/alerts/$", alert.list_alerts, name="alerts"),
    re_path(rf"^{CODE}/alerts/{KIND}/{UUID}/see/$", alert.see_alert, name="alert-see"),
    re_path(rf"^{CODE}/rosters/$", roster.compare, name="roster"),
    re_path(rf"^{CODE}/rosters/new/$", roster.try_list, name="roster-new"),
    re_path(rf"^{CODE}/rosters/confirm/$", roster.confirm_list, name="roster-confirm"),
    re_path(rf"^{CODE}/rosters/kinds/$", roster.follow_kinds, name="roster-kinds"),
    re_path(rf"^{CODE}/rosters/{UUID}/file/$", roster.file_person, name="roster-file"),
    re_path(rf"^{CODE}/cases/$", case.list_cases, name="cases"),
    re_path(rf"^{CODE}/cases/new/$", case.add_case, name="case-new"),
    re_path(rf"{CASE}/$", case.show_case, name="case"),
    re_path(rf"{CASE}/advance/$", case.begin_stage, name="case-advance"),
    re_path(rf"{CASE}/household/$", case.choose_household, name="case-household"),
    re_path(rf"{CASE}/document/$", case.add_document, name="case-document"),
    re_path(rf"{CASE}/follow-up/{FOLLOW_UP}/$", case_act.do_follow_up, name="case-follow-up"),
    re_path(rf"{CASE}/void/$", void.void_of_case, name="case-void"),
    re_path(rf"{CASE}/{ACT}/$", case_act.act_on_case, name="case-act"),
    re_path(
        rf"^{CODE}/protection-reports/{UUID}/receipt/$",
        protection.show_receipt,
        name="protection-receipt",
    ),
    re_path(
        rf"^{CODE}/protection-reports/{UUID}/receipt\.pdf$",
        protection.download_receipt,
        name="protection-receipt-pdf",
    ),
    *(address for register in REGISTERS for address in register_urls(register)),
]
