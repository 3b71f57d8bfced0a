"""Invented persons: names from common characters, ID numbers of days that do not exist."""

from random import Random

from stations.records.identity import check_place

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = [
    "秀英",
    "桂兰",
    "建国",
    "志强",
    "丽华",
    "文军",
    "春梅",
    "永福",
    "玉珍",
    "国庆",
    "淑芬",
    "德明",
    "晓燕",
    "光荣",
    "海燕",
    "兴华",
    "雪梅",
    "正平",
    "红霞",
    "少华",
    "金凤",
    "天佑",
    "素琴",
    "家明",
    "艳",
    "伟",
    "敏",
    "静",
    "超",
    "磊",
    "洋",
    "勇",
    "军",
    "杰",
    "娟",
    "涛",
    "明",
    "霞",
    "平",
    "刚",
]


def make_name(random: Random) -> str:
    return random.choice(SURNAMES) + random.choice(GIVEN)


_given: set[str] = set()


def make_id_number(random: Random, county: str, low: int = 1938, high: int = 2014) -> str:
    """18 places with a correct check digit, born on 30 February: nobody has it.

    Never the same one twice in a run.
    """
    while True:
        body = f"{county}{random.randint(low, high)}0230{random.randint(1, 999):03d}"
        if body not in _given:
            _given.add(body)
            break
    return body + check_place(body)


def born_in(number: str, year: int, random: Random) -> str:
    """The ID number of another person of the same place, born in a year: on 31 February, so that
    it is none of those that ``make_id_number`` gives."""
    while True:
        body = f"{number[:6]}{year}0231{random.randint(1, 999):03d}"
        if body not in _given:
            _given.add(body)
            break
    return body + check_place(body)


def make_phone(random: Random) -> str:
    """11 places beginning with 12, which no mobile number does."""
    return f"12{random.randint(0, 999_999_999):09d}"
