"""A small call over a policy that comes with the program, for tests of how calls are laid over policies."""

from alliance_desk.paths import RESOURCES
from alliance_desk.policy.overlay import Written, layers

PARENT = "jinzhong-2023"
CALL = """
[pack]
id = "call-2024"
version = 1
title = "样例年度申报通知"
issuer = "晋中市科学技术局"
doc_no = "样科函〔2024〕1号"
status = "在用"
effective = "2024-02-20"
closes = "2024-03-29"
parent = "jinzhong-2023"

[check.core-min]
title = "核心成员至少八家"
min = 8
basis = "通知二"

[check.signatures]
off = true
basis = "通知三"

[reading.agent-signature]
off = true
basis = "通知三"

[paper.application-form]
copies = 6
basis = "通知四"

[field.traditional]
off = true
basis = "通知一"

[field.hydrogen]
name = "氢能"
basis = "通知一"

[check.field]
kind = "listed"
title = "属于本次支持的领域"
path = "alliance.field"
table = "field"
basis = "通知一"

[check.window]
kind = "window"
title = "在受理期内"
opens = "2024-03-01"
closes = "2024-03-29"
basis = "通知五"
"""


def parent() -> Written:
    text = (RESOURCES / "packs" / f"{PARENT}.toml").read_text(encoding="utf8")
    return Written(PARENT, f"{PARENT}.toml", text)


def both(call: str = CALL) -> list[Written]:
    known = {PARENT: parent()}
    return layers(Written("call-2024", "call-2024.toml", call), known.get)
