"""Initials as they are stored beside names."""

import pytest

from kernel.pinyin import initials, person_initials


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("炳草岗街道", "bcgjd"),
        ("重庆路社工室", "cqlsgs"),
        ("第2社区（A栋）、三号", "d2sqadsh"),
        ("Station 7", "station7"),
        ("", ""),
    ],
)
def test_initials_of_a_name(text: str, letters: str) -> None:
    assert initials(text) == letters


@pytest.mark.parametrize(
    ("name", "letters"),
    [("曾晓", "zx"), ("单雄", "sx"), ("尉迟明", "ycm"), ("李重庆", "lcq"), ("", "")],
)
def test_surname_is_read_as_a_surname(name: str, letters: str) -> None:
    assert person_initials(name) == letters
