"""The longest list that may be handed in comes through its dry run and its confirmation."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from xlsxwriter import Workbook

from kernel.workdays import clock
from stations.casework.data_file import read_data
from stations.casework.models import RosterEntry
from stations.casework.queries.person import village_choices
from stations.records.identity import check_place
from tests.conftest import DAY as TODAY

LIST = "/casework/510402-S001/rosters/"


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(TODAY):
        yield


def id_number(number):
    places = f"5104021{number // 1000:03d}0101{number % 1000:03d}"
    return places + check_place(places)


def a_sheet(rows):
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "身份证号", "村（社区）", "户主", "户编号"])
    for number, row in enumerate(rows, start=1):
        sheet.write_row(number, 0, row)
    book.close()
    return SimpleUploadedFile("名单.xlsx", content.getvalue())


def test_the_longest_list_is_confirmed(network, visitor):
    most = read_data("roster")["most_rows"]
    (village, *_more) = [name for _code, name in village_choices(network["S001"])]
    name, head = "买买提阿卜杜拉·吐尔逊", "阿依古丽·买买提阿卜杜拉"
    rows = [
        (name, id_number(number), f"{village}居民委员会", f"{head}{number}", f"{number:018d}A")
        for number in range(most)
    ]
    page = visitor("HEAD")
    given = {"category": "assistance.DIBAO", "listed_on": "2026-11-01", "sheet": a_sheet(rows)}
    tried = page.post(f"{LIST}new/", given)
    assert tried.status_code == 200, tried.context["form"].errors

    sealed = tried.context["list"]
    # As a browser sends it, with room for what else the form has.
    assert len(urlencode({"list": sealed})) + 1000 < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    done = page.post(f"{LIST}confirm/", {"list": sealed})
    assert done.status_code == 302
    assert RosterEntry.objects.count() == most
