"""Small readers of what compositing programs read, made from descriptions of their formats, not from the writers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

# --- Nuke --------------------------------------------------------------------------------------------------------


@dataclass
class NukeNode:
    """A node with its knobs, and the nodes on its inputs, B first."""

    kind: str
    knobs: dict[str, str]
    inputs: list[NukeNode] = field(default_factory=list)


def nuke_nodes(text: str) -> dict[str, NukeNode]:
    """The nodes of a script by name, connected as Nuke does it: each takes its inputs from the top of a stack."""
    stack: list[NukeNode] = []
    named: dict[str, NukeNode] = {}
    for kind, body in re.findall(r"^(\w+) \{\n(.*?)^\}$", text, re.DOTALL | re.MULTILINE):
        knobs = dict(_knob(line) for line in body.splitlines())
        node = NukeNode(kind, knobs)
        if kind != "Root":
            count = int(knobs.get("inputs", "1"))
            node.inputs = [stack.pop() for _ in range(count)]
            stack.append(node)
        named[knobs.get("name", kind)] = node
    return named


def _knob(line: str) -> tuple[str, str]:
    name, value = line.strip().split(" ", 1)
    if value.startswith('"'):
        assert re.fullmatch(r'"(?:\\.|[^"\\\[\]$])*"', value), f"Tcl would evaluate {value}"
        value = re.sub(r"\\(.)", r"\1", value[1:-1])
    elif value.startswith("{"):
        assert value.count("{") == value.count("}")
    else:
        assert " " not in value
    return name, value


def nuke_frame_read(node: NukeNode, frame: int) -> int:
    """The file's frame that a Read shows at the script's `frame`."""
    assert node.knobs["frame_mode"] == "start at"
    return int(node.knobs["first"]) + frame - int(node.knobs["frame"])


# --- Fusion ------------------------------------------------------------------------------------------------------


def lua_table(text: str) -> Any:
    """A Lua table constructor (`{ a = 1, [2] = { … }, Kind { … } }`, with a word before it if need be) as dicts and
    lists; a table with a word before it becomes `(word, table)`."""
    tokens = re.findall(r'"(?:\\.|[^"\\])*"|[A-Za-z_]\w*(?:\(\))?|-?\d+(?:\.\d+)?|[{}=,\[\]]', text)
    assert "".join(tokens) == re.sub(r"\s+(?=(?:[^\"\\]|\\.|\"(?:\\.|[^\"\\])*\")*$)", "", text), "unknown signs"
    value, rest = _lua_value(tokens)
    assert not rest
    return value


def _lua_value(tokens: list[str]) -> tuple[Any, list[str]]:
    head = tokens[0]
    if head == "{":
        return _lua_body(tokens[1:])
    if head.startswith('"'):
        return re.sub(r"\\(.)", r"\1", head[1:-1]), tokens[1:]
    if head in ("true", "false"):
        return head == "true", tokens[1:]
    if re.fullmatch(r"-?\d+(\.\d+)?", head):
        return float(head) if "." in head else int(head), tokens[1:]
    table, rest = _lua_body(tokens[2:])
    assert tokens[1] == "{"
    return (head, table), rest


def _lua_body(tokens: list[str]) -> tuple[Any, list[str]]:
    named: dict[Any, Any] = {}
    listed: list[Any] = []
    while tokens[0] != "}":
        if tokens[0] == "[":
            key: Any = int(tokens[1])
            assert tokens[2:4] == ["]", "="]
            named[key], tokens = _lua_value(tokens[4:])
        elif tokens[1] == "=":
            key = tokens[0]
            named[key], tokens = _lua_value(tokens[2:])
        else:
            item, tokens = _lua_value(tokens)
            listed.append(item)
        if tokens[0] == ",":
            tokens = tokens[1:]
    assert not (named and listed)
    return named or listed, tokens[1:]
