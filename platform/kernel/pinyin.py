"""Pinyin initials, stored beside names so that "bcg" finds 炳草岗 (ui.md, search)."""

# Characters that read otherwise as a surname than the dictionary's first reading.
SURNAME_INITIALS = {
    "万俟": "mq",
    "尉迟": "yc",
    "长孙": "zs",
    "乐": "y",
    "仇": "q",
    "单": "s",
    "区": "o",
    "员": "y",
    "曾": "z",
    "朴": "p",
    "查": "z",
    "祭": "z",
    "种": "c",
    "缪": "m",
    "翟": "z",
    "覃": "q",
    "解": "x",
}


def initials(text: str) -> str:
    """First letters of the characters, lower case: "炳草岗街道" -> "bcgjd".

    Letters and digits stay, everything else is left out.
    """
    # Here because its dictionaries take 60 MB: only a process that writes names pays for them.
    from pypinyin import Style, lazy_pinyin

    letters = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))
    return "".join(letter for letter in letters if letter.isalnum()).lower()


def person_initials(name: str) -> str:
    """Initials of a person's name, the surname read as a surname: "曾晓" -> "zx"."""
    for length in (2, 1):
        if (known := SURNAME_INITIALS.get(name[:length])) is not None:
            return known + initials(name[length:])
    return initials(name)
