"""Pages about persons served on a county's host, below /casework/."""

from django.urls import re_path

from stations.casework.pages import case, case_act, need, visit

app_name = "casework"
CODE = r"(?P<code>[0-9]{6}-[HSRI][0-9]{3,})"
UUID = r"(?P<uuid>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"
CASE = rf"^{CODE}/cases/{UUID}"
FOLLOW_UP = UUID.replace("uuid", "follow_up")
ACT = r"(?P<act>refer|withdraw|request-closure|sign-closure|reopen|follow-up)"

urlpatterns = [
    re_path(rf"^{CODE}/visits/$", visit.list_visits, name="visits"),
    re_path(rf"^{CODE}/visits/new/$", visit.add_visit, name="visit-new"),
    re_path(rf"^{CODE}/needs/$", need.list_needs, name="needs"),
    re_path(rf"^{CODE}/needs/new/$", need.add_need, name="need-new"),
    re_path(rf"^{CODE}/needs/{UUID}/close/$", need.end_need, name="need-close"),
    re_path(rf"^{CODE}/cases/$", case.list_cases, name="cases"),
    re_path(rf"^{CODE}/cases/new/$", case.add_case, name="case-new"),
    re_path(rf"{CASE}/$", case.show_case, name="case"),
    re_path(rf"{CASE}/advance/$", case.begin_stage, name="case-advance"),
    re_path(rf"{CASE}/document/$", case.add_document, name="case-document"),
    re_path(rf"{CASE}/follow-up/{FOLLOW_UP}/$", case_act.do_follow_up, name="case-follow-up"),
    re_path(rf"{CASE}/{ACT}/$", case_act.act_on_case, name="case-act"),
]
