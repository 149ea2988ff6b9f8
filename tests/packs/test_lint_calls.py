"""Every fault that only a call over a policy can have, or that comes of one: named with the call's own file and line."""

import pytest

from alliance_desk.errors import Refused
from alliance_desk.policy.load import load_layers
from alliance_desk.policy.overlay import faults_over
from tests.helpers.calls import CALL, both

# what is added to the call, or (old, new) · line that must be named · code · key
CASES: list[tuple[str | tuple[str, str], str, str, str]] = [
    ("[check.level]\noff = true\n", "[check.level]", "no-basis", "check.level"),
    ('[check.nothing]\noff = true\nbasis = "通知六"', "[check.nothing]", "off-nothing", "check.nothing"),
    ('[check.host]\noff = false\nbasis = "通知六"', "off = false", "not-allowed", "check.host.off"),
    ('[check.host]\noff = true\nmin = 1\nbasis = "通知六"', "[check.host]", "off-with-more", "check.host"),
    (('min = 8\nbasis = "通知二"', "min = 8"), "[check.core-min]", "no-basis", "check.core-min"),
    ("[recognition]\nvalidity = 3", "[recognition]", "no-basis", "recognition"),
    (
        ('min = 8\nbasis = "通知二"', 'minimum = 8\nbasis = "通知二"'),
        "minimum = 8",
        "unknown-key",
        "check.core-min.minimum",
    ),
    (("copies = 6", "copies = 0"), "copies = 0", "out-of-bounds", "paper.application-form.copies"),
    (
        ('closes = "2024-03-29"\nbasis', 'closes = "2024-02-30"\nbasis'),
        'closes = "2024-02-30"',
        "no-such-date",
        "check.window.closes",
    ),
    ("[colour.red]\nx = 1", "[colour.red]", "unknown-table", "colour"),
    ('[panel.review]\noff = true\nbasis = "通知六"', "[panel.review]", "unknown-id", "stage.review.panel"),
    ('[check.total-max]\noff = true\nbasis = "通知六"', "[check.total-max]", "not-allowed", "procedure.change.again"),
    (
        ('[reading.agent-signature]\noff = true\nbasis = "通知三"', ""),
        'parent = "jinzhong-2023"',
        "reading-unused",
        "reading.agent-signature",
    ),
    ("[pack", "[pack", "syntax", ""),
]


@pytest.mark.parametrize(("change", "line", "code", "key"), CASES, ids=[f"{row[2]}-{row[3]}" for row in CASES])
def test_a_fault_of_a_call_names_its_own_file_and_line(
    change: str | tuple[str, str], line: str, code: str, key: str
) -> None:
    if isinstance(change, str):
        text = f"{CALL}\n{change}\n"
    else:
        assert change[0] in CALL
        text = CALL.replace(*change, 1)
    found = faults_over(both(text))
    fault = next((f for f in found if (f.key, f.code) == (key, code)), None)
    assert fault is not None, [(f.key, f.code, f.line) for f in found]
    assert fault.file == "call-2024.toml"
    assert line in text.splitlines()[fault.line - 1]
    assert "call-2024.toml" in fault.text()
    assert [f.line for f in found] == sorted(f.line for f in found)
    with pytest.raises(Refused, match=r"call-2024\.toml"):
        load_layers(both(text))
