"""YAML read to the letter: what is typed, what stays text, and what is refused."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evaluation.rubrics.exactyaml import UnreadableFile, read_yaml, read_yaml_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("+3", 3),
        ("-1", -1),
        ("010", 10),
        ("3.0", Decimal("3.0")),
        ("60.00000000000000000001", Decimal("60.00000000000000000001")),
        (".5", Decimal("0.5")),
        ("5.", Decimal("5")),
        ("1e3", Decimal("1e3")),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("null", None),
    ],
)
def test_numbers_and_the_few_words_have_their_type(text: str, value: Any) -> None:
    read = read_yaml_text(f"key: {text}", "text")["key"]

    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "on",
        "tRue",
        "2021-06-01",
        "2021-06-01T10:00:00",
        "12:30:45",
        "1_000",
        "0x10",
        "0o7",
        ".inf",
        "-.inf",
        ".nan",
        "1e99999999999999999999",
        "9" * 1001,
        "=",
    ],
)
def test_everything_else_stays_the_text_it_is(text: str) -> None:
    assert read_yaml_text(f"key: {text}", "text") == {"key": text}


@pytest.mark.parametrize("text", ["3", "1.5", "true", "null", ""])
def test_what_is_quoted_is_text(text: str) -> None:
    assert read_yaml_text(f'key: "{text}"', "text") == {"key": text}


def test_keys_are_texts() -> None:
    assert read_yaml_text("{1: a, true: b, 1.50: c}", "text") == {
        "1": "a",
        "true": "b",
        "1.50": "c",
    }


def test_anchors_and_merges_work() -> None:
    text = "- &base {a: 1, b: 2}\n- {<<: *base, b: 3}\n- *base\n"

    assert read_yaml_text(text, "text") == [{"a": 1, "b": 2}, {"a": 1, "b": 3}, {"a": 1, "b": 2}]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: 1\na: 2", "the key a stands twice"),
        ("1: a\n'1': b", "the key 1 stands twice"),
        ("[{a: {b: 1, b: 1}}]", "the key b stands twice"),
        ("? [a]\n: b", "a key must be a text"),
        ("a: &a [*a]", "recursive"),
        ("a: 1\n---\na: 2", "single document"),
        ("a: [", "flow"),
        ("a: !!python/name:os.system x", "tag"),
        ("a: !!set {b}", "tag"),
        ("a: !!int b", "not of the type int"),
        ("a: !!map [b]", "not keys and values"),
        ("a: !!seq {b: 1}", "not a list"),
        ("[" * 5000, "recursion"),
        ("a: \0", "#x0000"),
    ],
)
def test_what_is_no_such_yaml_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_yaml_text(text, "that.yaml")

    assert str(refused.value).startswith("that.yaml: ")
    assert reason in str(refused.value)


def test_a_file_of_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("名: 站".encode("gb18030"))

    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_yaml(path)


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("名: 站\n", "utf-8-sig")

    assert read_yaml(path) == {"名": "站"}
