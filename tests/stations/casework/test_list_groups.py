"""The lists of a station's service tab, in groups that people find their way in."""

import re

from django.urls import reverse

from stations.casework.pages.lists import GROUPS
from stations.casework.registers import REGISTERS

CODE = "510402-S001"


def test_every_register_has_one_group():
    grouped = [noun for _title, nouns in GROUPS for noun in nouns]
    assert sorted(grouped) == sorted(register.noun for register in REGISTERS)


def test_a_station_s_lists_stand_in_groups(network, visitor):
    address = reverse("network:station", args=[CODE], urlconf="config.urls_county")
    page = visitor("HEAD", CODE).get(f"{address}?tab=services").content.decode()
    below = page[page.index("数据背后的记录") :]

    heads = re.findall(r"<h3>(.*?)</h3>", below)

    assert len(heads) == len(set(heads))
    assert {"服务对象", "探访与服务", "帮扶计划与个案", "帮扶与保护", "志愿者"} <= set(heads)
    assert below.index("探访与服务") < below.index("应探访名单") < below.index("帮扶计划与个案")
