"""YAML read to the letter: numbers from their text, no surprises, no key twice.

Only null, true, false, whole numbers and decimals have a type; everything else is text:
`yes`, `2021-06-01`, `1_000`, `0x10`, `12:30` and `.inf` stay what was written. Decimals become
Decimal and never pass through a float. Keys are texts, so 1 and "1" are the same key, and the
same key twice is refused. Anchors, aliases and `<<` work as usual.
"""

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, ClassVar

import yaml

# Python reads no whole number of more digits than this from a text; none is that long.
MOST_DIGITS = 1000
TAG = "tag:yaml.org,2002:"


class UnreadableFile(ValueError):
    """A file that is no such YAML; the message names the file and the line.

    `key` is the key that stands twice, where that is the reason.
    """

    def __init__(self, message: str, key: str = "") -> None:
        super().__init__(message)
        self.key = key


class _KeyTwice(yaml.MarkedYAMLError):
    def __init__(self, node: yaml.ScalarNode) -> None:
        problem = f"the key {node.value} stands twice"
        super().__init__(None, None, problem, node.start_mark)
        self.key = str(node.value)


class _ExactLoader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}
    yaml_constructors: ClassVar[dict[str | None, Any]] = {}

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        return super().construct_object(node, deep=True)

    def construct_exact_sequence(self, node: yaml.Node) -> list[Any]:
        if not isinstance(node, yaml.SequenceNode):
            raise _problem("not a list", node)
        return self.construct_sequence(node)

    def construct_exact_mapping(self, node: yaml.Node) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise _problem("not keys and values", node)
        self.flatten_mapping(node)
        return {key.value: self.construct_object(value) for key, value in node.value}

    def refuse_tag(self, node: yaml.Node) -> Any:
        raise _problem(f"the tag {node.tag} is not allowed", node)


def _problem(message: str, node: yaml.Node) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(None, None, message, node.start_mark)


def _int(loader: Any, node: yaml.ScalarNode) -> int | str:
    return int(node.value) if len(node.value) <= MOST_DIGITS else str(node.value)


def _decimal(loader: Any, node: yaml.ScalarNode) -> Decimal | str:
    try:
        return Decimal(node.value)
    except InvalidOperation:  # an exponent beyond what Decimal can hold
        return str(node.value)


def _refuse_twice(node: yaml.Node, seen: set[int]) -> None:
    """Refuses a key that stands twice in one mapping, before `<<` mixes in further ones."""
    if id(node) in seen or isinstance(node, yaml.ScalarNode):
        return
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            _refuse_twice(each, seen)
        return
    keys: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _problem("a key must be a text", key)
        if key.value in keys:
            raise _KeyTwice(key)
        keys.add(key.value)
        _refuse_twice(value, seen)


# Type: the texts that have it unquoted, their first letters, and the value.
SCALARS: dict[str, tuple[str | None, list[str], Any]] = {
    "null": (r"null|Null|NULL|~|", ["n", "N", "~", ""], lambda loader, node: None),
    "bool": (
        r"true|True|TRUE|false|False|FALSE",
        [*"tTfF"],
        lambda loader, node: node.value.lower() == "true",
    ),
    "int": (r"[-+]?[0-9]+", [*"-+0123456789"], _int),
    "float": (
        r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?",
        [*"-+.0123456789"],
        _decimal,
    ),
    "merge": (r"<<", ["<"], lambda loader, node: node.value),
    "str": (None, [], lambda loader, node: node.value),
}


def _checked(name: str, pattern: str | None, construct: Any) -> Any:
    """A constructor that also refuses an explicit tag over a text that does not fit it."""

    def constructor(loader: _ExactLoader, node: yaml.Node) -> Any:
        fits = isinstance(node, yaml.ScalarNode) and (
            pattern is None or re.fullmatch(pattern, node.value)
        )
        if not fits:
            raise _problem(f"not of the type {name}", node)
        return construct(loader, node)

    return constructor


for _name, (_pattern, _first, _construct) in SCALARS.items():
    _ExactLoader.add_constructor(TAG + _name, _checked(_name, _pattern, _construct))
    if _pattern is not None:
        _whole = re.compile(rf"(?:{_pattern})\Z")
        _ExactLoader.add_implicit_resolver(TAG + _name, _whole, _first)
_ExactLoader.add_constructor(TAG + "map", _ExactLoader.construct_exact_mapping)
_ExactLoader.add_constructor(TAG + "seq", _ExactLoader.construct_exact_sequence)
_ExactLoader.add_constructor(None, _ExactLoader.refuse_tag)


def read_yaml(path: Path) -> Any:
    """The content of one YAML file; raises UnreadableFile."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{path}: cannot be read: {error}") from error
    return read_yaml_text(text, str(path))


def read_yaml_text(text: str, name: str) -> Any:
    """The content of a YAML text; `name` stands in the messages of UnreadableFile."""
    try:
        loader = _ExactLoader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        _refuse_twice(node, set())
        return loader.construct_document(node)
    except (yaml.YAMLError, RecursionError) as error:
        problem = " ".join(str(error).split())
        raise UnreadableFile(f"{name}: {problem}", getattr(error, "key", "")) from error
