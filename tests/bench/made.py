"""The workspace that the benches measure: cases with twenty members each, made up, written through append's bulk path."""

import functools
import hashlib
import random
import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from alliance_desk.canonical import Json
from alliance_desk.cases.initials import initials
from alliance_desk.desk import Desk, found, open_desk
from alliance_desk.desk.found import Founding
from alliance_desk.ledger.append import Draft, keep_rules
from alliance_desk.ledger.rows import case as projection
from alliance_desk.ledger.rows import step
from alliance_desk.policy.compose import rules_bytes, rules_hash
from db.paths import MIGRATIONS

FULL = 100_000
MEMBERS = 20
PASSPHRASE = "a bench, a stop-watch"
CHUNK = 200
"""Cases in one commit of the bulk path."""
PACK = "anshan-2016"
HOW = f"{MEMBERS} made-up members each, pack {PACK}, bulk append in commits of {CHUNK}"

PLACES = (
    "鞍山", "铁东", "铁西", "立山", "千山", "海城", "台安", "岫岩", "沈阳", "大连", "抚顺", "本溪", "丹东", "锦州",
    "营口", "辽阳", "盘锦", "铁岭", "朝阳", "北京", "上海", "天津", "哈尔滨", "长春",
)  # fmt: skip
BRANDS = "中华东方北辰南岭西岳金银铜钢玉石山水河海江湖天地日月星光明亮宏伟大成功盛昌隆泰安康宁和平顺达通远航宇宙恒久永固利源丰富裕华美佳丽百千万亿兆益群众诚信义仁德智勇毅坚强新创先锋"
TRADES = (
    "镁质材料", "耐火材料", "菱镁制品", "冶金装备", "钢铁贸易", "智能制造", "机器人", "自动化", "液压", "铸造",
    "焊接", "热处理", "检测技术", "生物医药", "绿色食品", "农业科技", "环保工程", "光伏", "储能", "软件", "信息技术",
    "激光", "轴承", "阀门", "管道", "电力设备",
)  # fmt: skip
FORMS = ("有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司", "研究院", "集团有限公司", "研究所")
RARE = "㛃𫖯䶮𬭚𠅤鿏龘"
KINDS = ("enterprise", "enterprise", "enterprise", "institute", "university", "testing")
DIVISIONS = ("210302", "210303", "210304", "210311", "210381", "210321")
OUTCOMES = {1: "returned", 2: "not_recommended", 3: "recommended", 4: "recommended"}
"""Last digit of a case's number → how its recommendation came out; one case in a thousand is withdrawn."""
COUNTIES = ("铁东区", "铁西区", "立山区", "千山区", "海城市", "台安县")


class Ticking:
    """A clock that is a minute later each time it is asked."""

    def __init__(self, start: datetime = datetime(2023, 1, 2, 1, tzinfo=UTC)) -> None:
        self._now = start

    def now(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now

    def today(self) -> date:
        return self._now.date()


def workspace(folder: Path, rows: int) -> Desk:
    """The workspace with so many cases, open; made now unless the folder still has it whole from an earlier run."""
    root, ready = folder / f"cases-{rows}", folder / f"cases-{rows}.ready"
    if ready.exists() and ready.read_text(encoding="utf8") == _made_by():
        return open_desk(root, clock=Ticking(datetime(2030, 1, 1, tzinfo=UTC)), passphrase=lambda: PASSPHRASE)
    ready.unlink(missing_ok=True)
    shutil.rmtree(root, ignore_errors=True)
    desk = fresh(root)
    for drafts in chunks(desk, rows):
        desk.commit(drafts, fresh=True)
    desk.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ready.write_text(_made_by(), encoding="utf8")
    return desk


def _made_by() -> str:
    """Hash of what the workspace's shape depends on: this module, the schema and the projection of cases."""
    sources = [
        Path(__file__),
        Path(projection.__file__),
        Path(step.__file__),
        *sorted(MIGRATIONS.glob("versions/*.py")),
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def fresh(root: Path) -> Desk:
    """An empty workspace of the deciding office, with the pack's rules kept."""
    desk = found(
        root,
        Founding(name="样例市科学技术局", level="市", operator="样例"),
        lambda: PASSPHRASE,
        clock=Ticking(),
    )
    with desk.transaction() as connection:
        keep_rules(connection, rules_bytes(desk.policy_for(PACK)))
    return desk


def chunks(desk: Desk, rows: int, *, size: int = CHUNK, start: int = 0) -> Iterator[list[Draft]]:
    """Drafts that open so many cases, a commit's worth at a time; the same names for the same numbers in every run."""
    rules, office = rules_hash(desk.policy_for(PACK)), desk.office
    for first in range(start, start + rows, size):
        yield [d for n in range(first, min(first + size, start + rows)) for d in _drafts(n, office, rules)]


def _drafts(number: int, office: str, rules: str) -> Iterator[Draft]:
    """The opening of a case and, for some, the next event."""
    luck = random.Random(number)
    place, trade = luck.choice(PLACES), luck.choice(TRADES)
    brand = luck.choice(BRANDS) + luck.choice(BRANDS)
    name, short = (
        f"{place}{brand}{trade}产业技术创新战略联盟",
        "".join(map(_letters, (place, brand, trade))) + "cyjscxzllm",
    )
    filed = (date(2020, 1, 1) + timedelta(days=number % 1_500)).isoformat()
    document: Json = {
        "case": {"number": f"{DIVISIONS[number % 6]}-{filed[:4]}-{number:06d}", "kind": "application", "pack": PACK,
                 "pack_version": 1, "opened": filed, "rules": rules},
        "offices": {"recommender": office, "decider": office, "on_behalf": f"{luck.choice(COUNTIES)}科技局",
                    "names": {office: {"name": "样例市科学技术局", "level": "市"}}},
        "custody": {"state": "held", "holder": office},
        "stages": {"intake": {"outcome": "accepted", "on": filed, "office": office}},
        "alliance": {"id": uuid.uuid4().hex, "name": name, "initials": short, "industry": trade, "field": "traditional"},
        "application": {"filed": filed},
        "members": {f"m{position:02d}": _member(luck, position, number) for position in range(MEMBERS)},
    }  # fmt: skip
    stream = uuid.uuid4().hex
    yield Draft(stream=stream, stream_kind="case", kind="case.opened", patch=document)
    if number % 1_000 == 7:
        yield Draft(
            stream=stream,
            stream_kind="case",
            kind="case.withdrawn",
            patch={"outcome": {"kind": "withdrawn", "on": filed}},
        )
    elif number % 10 in OUTCOMES:
        closed = {"recommend": {"outcome": OUTCOMES[number % 10], "on": filed, "office": office}}
        yield Draft(stream=stream, stream_kind="case", kind="stage.recommend", patch={"stages": closed})


def _member(luck: random.Random, position: int, number: int) -> Json:
    brand, trade = "".join(luck.choices(BRANDS, k=2)), luck.choice(TRADES)
    if luck.random() < 0.001:
        brand += luck.choice(RARE)
    former = {"former_names": [f"{luck.choice(PLACES)}{luck.choice(TRADES)}厂"]} if luck.random() < 0.02 else {}
    return {
        **former,
        "order": position,
        "name": f"{luck.choice(PLACES)}{brand}{trade}{luck.choice(FORMS)}",
        "code": f"91{luck.choice(DIVISIONS)}{number * MEMBERS + position:010d}",
        "kind": luck.choice(KINDS),
        "registered": luck.choice(DIVISIONS),
        "role": "lead" if position == 0 else "core" if position < 6 else "ordinary",
        "legal_rep": f"演示{luck.choice(BRANDS)}",
        "legal_person": True,
        "founded": f"{luck.randrange(1980, 2020)}-05-08",
        "tasks": f"{trade}共性技术攻关与应用验证",
    }


@functools.cache
def _letters(text: str) -> str:
    return initials(text)
