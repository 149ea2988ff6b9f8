import re

import pytest

from alliance_desk.errors import Refused
from alliance_desk.papers.layout import parts, variables
from alliance_desk.papers.lint import load_layout, read, shipped

SOUND = """
title = "小样"
[page]
width = 100
height = 50
[colour.red]
rgb = "#AA0000"
[variable.name]
label = "名称"
sample = "示范"
[item.line]
kind = "text"
x = 5
y = 5
width = 90
height = 20
text = "名称：{name}"
role = "宋"
size = 12
"""


def told(text: str) -> list[tuple[int, str, str]]:
    return [(fault.line, fault.key, fault.code) for fault in read(text, "x.toml")[1]]


def test_a_sound_layout_is_loaded_and_knows_its_variables() -> None:
    layout = load_layout(SOUND, "x.toml")
    assert variables(layout.item["line"]) == ["name"]
    assert layout.sample() == {"name": "示范"}


@pytest.mark.parametrize("name", ["certificate-landscape", "plaque-600x400"])
def test_shipped_layouts_are_sound_and_every_variable_is_used(name: str) -> None:
    layout = shipped(name)
    used = {variable for item in layout.item.values() for variable in variables(item)}
    assert used == set(layout.variable)


@pytest.mark.parametrize(
    ("wrong", "right", "fault"),
    [
        ("{nmae}", "{name}", (11, "item.line.text", "variable-unknown")),
        ("{name!r}", "{name}", (11, "item.line.text", "braces")),
        ("{name.upper}", "{name}", (11, "item.line.text", "braces")),
        ("{name", "{name}", (11, "item.line.text", "braces")),
        ('role = "隶"', 'role = "宋"', (11, "item.line.role", "wrong-value")),
        ('kind = "txt"', 'kind = "text"', (11, "item.line.kind", "wrong-value")),
        ('size = "12"', "size = 12", (11, "item.line.size", "wrong-type")),
        ("size = 12\nmin_size = 14", "size = 12", (11, "item.line", "size")),
        ("size = 12\nsise = 13", "size = 12", (11, "item.line", "unknown-key")),
        ("size = 12\nlines = 3", "size = 12", (11, "item.line.lines", "lines")),
        ("size = 12\ncolour = 'rde'", "size = 12", (11, "item.line", "colour-unknown")),
        ("", "size = 12", (11, "item.line", "missing-key")),
        ("width = 99", "width = 90", (11, "item.line", "off-page")),
        ("width = 0", "width = 100", (3, "page", "page-size")),
        ('rgb = "red"', 'rgb = "#AA0000"', (6, "colour.red", "colour")),
        ("cmyk = [0, 0, 0, 101]", 'rgb = "#AA0000"', (6, "colour.red", "colour")),
        ("height = 50\npress = true", "height = 50", (7, "colour.red", "colour-press")),
        ('sample = "示范"\noptional = true', 'sample = "示范"', (12, "item.line.needs", "variable-optional")),
        ("", 'title = "小样"', (0, "title", "missing-key")),
        ("titel = 1", 'title = "小样"', (0, "titel", "unknown-key")),
        ("[page", "[page]", (3, "", "not-toml")),
    ],
)
def test_a_fault_is_named_with_its_line_and_key(wrong: str, right: str, fault: tuple[int, str, str]) -> None:
    assert right in SOUND
    text = SOUND.replace(right, wrong, 1) if right != "width = 90" else SOUND.replace(right, wrong)
    assert fault in told(text)
    with pytest.raises(Refused) as refused:
        load_layout(text, "x.toml")
    message = refused.value.text()
    assert "x.toml" in message
    assert fault[1] in message
    assert not re.search(r"\{[a-z]+\}", message.replace("{name}", ""))


def test_all_faults_are_told_at_once() -> None:
    broken = SOUND.replace("rgb", "rbg").replace('role = "宋"', 'role = "隶"').replace("height = 50", "height = true")
    assert [key for _, key, _ in told(broken)] == ["page.height", "colour.red", "item.line.role"]


def test_an_unknown_layout_is_refused_with_the_known_ones() -> None:
    for name in ("no-such", "../packs/x"):
        with pytest.raises(Refused) as refused:
            shipped(name)
        assert "certificate-landscape" in refused.value.text()


def test_doubled_braces_are_plain_braces() -> None:
    assert parts("{{{name}}}") == [("{", "name"), ("}", "")] or parts("{{{name}}}") == [
        ("{", ""),
        ("", "name"),
        ("}", ""),
    ]
