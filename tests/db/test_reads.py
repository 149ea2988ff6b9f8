from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance_desk import canonical
from db import reads
from db.reads import CAP, FEW, CaseQuery, CaseRow, Sort, cases
from db.search import fold
from db.session import Raw
from tests.bench import made

Put = Callable[..., None]
SORTS: tuple[Sort, ...] = ("updated", "name")


def walked(raw: Raw, query: CaseQuery) -> list[CaseRow]:
    """All pages of a list, one after the other, each after the last row of the one before."""
    rows: list[CaseRow] = []
    while page := cases(raw, query).rows:
        rows += page
        query = query._replace(after=(getattr(page[-1], query.sort), page[-1].stream))
    return rows


def in_order(raw: Raw, sort: Sort, where: str = "1") -> list[str]:
    order = "updated DESC, stream DESC" if sort == "updated" else "name, stream"
    return [row[0] for row in raw.execute(f"SELECT stream FROM index_case WHERE {where} ORDER BY {order}")]


def plans(raw: Raw, query: CaseQuery) -> Iterator[str]:
    """What SQLite says of each statement a list runs."""
    statements: list[str] = []
    raw.set_trace_callback(statements.append)
    cases(raw, query)
    raw.set_trace_callback(None)
    for statement in statements:
        if "index_case" in statement:
            yield "; ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}"))


# The list


def test_a_row_says_what_the_index_says(raw: Raw, put: Put) -> None:
    said = {
        "number": "210302-2026-0001", "name": "鞍山联盟", "lead": "鞍山钢铁", "pack": "p", "status": "status.meeting",
        "custody": "offered", "holder": "h", "county": "铁西区", "filed": "2026-02-03", "blocking": 3, "outcome": "",
        "updated": "2026-05-06T07:08:09Z",
    }  # fmt: skip
    put(**said)
    (row,) = cases(raw, CaseQuery()).rows
    assert row == CaseRow(stream=row.stream, **said)  # pyright: ignore[reportArgumentType]


def test_the_newest_case_stands_first_and_names_stand_in_the_order_of_their_characters(raw: Raw, put: Put) -> None:
    for name, updated in (("乙", "2026-01-02"), ("丙", "2026-01-03"), ("甲", "2026-01-01")):
        put(name=name, updated=updated)
    assert [row.name for row in cases(raw, CaseQuery()).rows] == ["丙", "乙", "甲"]
    assert [row.name for row in cases(raw, CaseQuery(sort="name")).rows] == sorted("甲乙丙")


def test_an_empty_list_is_empty(raw: Raw) -> None:
    assert cases(raw, CaseQuery()) == cases(raw, CaseQuery(text="鞍山")) == reads.CasePage([], 0)


@pytest.mark.parametrize("sort", SORTS)
def test_pages_show_every_row_once(raw: Raw, put: Put, sort: Sort) -> None:
    for number in range(57):
        put(name=f"名{number % 5}", updated=f"2026-01-0{1 + number % 3}")  # many ties in either order
    for limit in (1, 4, 19, 57, 58):
        rows = walked(raw, CaseQuery(sort=sort, limit=limit))
        assert [row.stream for row in rows] == in_order(raw, sort)


@given(
    keys=st.lists(
        st.tuples(st.sampled_from(["甲", "乙", "𠅤", "龘", ""]), st.integers(1, 3), st.sampled_from("ab")), max_size=25
    ),
    limit=st.integers(1, 9),
    sort=st.sampled_from(SORTS),
    status=st.sampled_from(["", "a"]),
    text=st.sampled_from(["", "龘", "联盟"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_show_every_row_once_with_any_ties_filters_and_searches(
    raw: Raw, put: Put, keys: list[tuple[str, int, str]], limit: int, sort: Sort, status: str, text: str
) -> None:
    raw.execute("DELETE FROM index_case")
    for name, day, state in keys:
        put(name=name, updated=f"2026-01-0{day}", status=state, number="联盟")
    where = ("status = 'a'" if status else "1") + (" AND name = '龘'" if text == "龘" else "")
    query = CaseQuery(sort=sort, limit=limit, status=status, text=text)
    assert [row.stream for row in walked(raw, query)] == in_order(raw, sort, where)
    assert cases(raw, query).count == len(in_order(raw, sort, where))


def test_each_filter_and_all_of_them_together(raw: Raw, put: Put) -> None:
    columns: list[dict[str, Any]] = [
        {"pack": pack, "status": status, "holder": holder}
        for pack in ("p", "q") for status in ("s", "t") for holder in ("h", "i")
    ]  # fmt: skip
    for each in columns:
        put("鞍山钢铁", **each)
    some: list[dict[str, Any]] = [{}, {"pack": "p"}, {"status": "t"}, {"holder": "i"}, {"pack": "q", "holder": "h"}]
    for chosen in [*some, *columns]:
        for text in ("", "钢"):
            page = cases(raw, CaseQuery(text=text, **chosen))
            assert len(page.rows) == page.count == 8 >> len(chosen)
            assert all(getattr(row, key) == value for row in page.rows for key, value in chosen.items())


def test_counts_stop_at_the_cap(raw: Raw, put: Put) -> None:
    for number in range(CAP + 4):
        put("鞍山钢铁", name=f"联盟{number}", status="odd" if number % 2 else "even")
    assert CAP == 1_001
    assert cases(raw, CaseQuery()).count == cases(raw, CaseQuery(text="鞍")).count == CAP
    assert cases(raw, CaseQuery(status="odd", text="联盟")).count == (CAP + 4) // 2
    assert cases(raw, CaseQuery(text="联盟17")).count == 11
    assert len(cases(raw, CaseQuery(text="鞍")).rows) == reads.PAGE


# The search


@pytest.mark.parametrize(
    "typed",
    ["鞍", "联", "盟", "鞍山", "东镁", "镁质材料", "县级", "镇", "210302", "2026-0007", "asmz", "ASMZ", "鞍山 镇"],
)
def test_a_text_is_found_in_number_name_initials_and_members(raw: Raw, put: Put, typed: str) -> None:
    put("县级铸造研究所", "乡镇耐火材料厂", number="210302-2026-0007", name="鞍山东镁质材料联盟", initials="asmzcllm")
    put(
        "外省某某公司",
        number="140702-2025-0001",
        name="太原光伏产业联盟" if typed in "联盟" else "太原光伏",
        initials="tygf",
    )
    expected = 2 if typed in "联盟" else 1
    assert cases(raw, CaseQuery(text=typed)).count == expected


@pytest.mark.parametrize("typed", ["没有", "鞍钢", "山鞍", "鞍山 没有", "，。", '"', "*", "2027"])
def test_what_stands_nowhere_is_not_found(raw: Raw, put: Put, typed: str) -> None:
    put("鞍山钢铁", number="210302-2026-0007", name="鞍山联盟")
    assert cases(raw, CaseQuery(text=typed)) == reads.CasePage([], 0)


def test_blanks_ask_nothing(raw: Raw, put: Put) -> None:
    put()
    assert cases(raw, CaseQuery(text=" \t\u3000")).count == 1


def test_many_hits_are_all_found_in_order_with_the_rarest_filter(raw: Raw, put: Put) -> None:
    for number in range(FEW + 60):
        put("鞍山钢铁", name=f"联盟{number * 7919 % 1000:03d}", status="rare" if number in (3, FEW + 50) else "common")
    for sort in SORTS:
        rows = walked(raw, CaseQuery(text="钢铁", sort=sort, limit=500))
        assert [row.stream for row in rows] == in_order(raw, sort)
        rare = cases(raw, CaseQuery(text="钢铁", sort=sort, status="rare"))
        assert [row.stream for row in rare.rows] == in_order(raw, sort, "status = 'rare'")
        assert rare.count == 2


def test_a_changed_name_is_found_under_its_new_words_only(raw: Raw, put: Put) -> None:
    put(name="鞍山联盟", grams="鞍山 山联 联盟 盟")
    raw.execute("UPDATE index_case SET name = '海城联盟', grams = '海城 城联 联盟 盟'")
    assert [cases(raw, CaseQuery(text=text)).count for text in ("鞍山", "海城", "联盟")] == [0, 1, 1]
    raw.execute("UPDATE index_case SET grams = grams, status = 'other'")
    raw.execute("INSERT INTO search_case(search_case, rank) VALUES ('integrity-check', 1)")
    raw.execute("DELETE FROM index_case")
    assert cases(raw, CaseQuery(text="海城")).count == 0
    raw.execute("INSERT INTO search_case(search_case, rank) VALUES ('integrity-check', 1)")


# How it is read


@pytest.mark.parametrize("sort", SORTS)
def test_the_list_follows_its_index_and_sorts_nothing(raw: Raw, put: Put, sort: Sort) -> None:
    put()
    filters: list[dict[str, Any]] = [
        {},
        {"pack": "pack"},
        {"holder": "county"},
        {"status": "status.recommend", "holder": "county"},
    ]
    for chosen in filters:
        for after in (None, ("2026", "0")):
            counted, listed = plans(raw, CaseQuery(sort=sort, after=after, **chosen))
            assert f"SCAN c USING COVERING INDEX ix_index_case_{sort};" in counted
            key = f" (({sort},stream){'<' if sort == 'updated' else '>'}(?,?))" if after else ""
            assert listed == f"{'SEARCH' if after else 'SCAN'} c USING INDEX ix_index_case_{sort}{key}"


def test_a_search_reads_the_words_first_and_only_then_cases(raw: Raw, put: Put) -> None:
    put("鞍山钢铁")
    for plan in plans(raw, CaseQuery(text="鞍山", status="status.recommend")):
        assert "SCAN search_case VIRTUAL TABLE" in plan
        assert "SEARCH c USING INTEGER PRIMARY KEY (rowid=?)" in plan
        assert "SCAN c" not in plan


def test_a_deep_page_costs_what_the_first_costs(raw: Raw, put: Put) -> None:
    for number in range(3_000):
        put(name=f"联盟{number:04d}", updated=f"2026-01-01T00:{number // 60:02d}:{number % 60:02d}Z")
    places = in_order(raw, "name")
    first, deep = (_steps(raw, CaseQuery(sort="name", after=("联盟" + n, places[int(n)]))) for n in ("0000", "2700"))
    assert deep <= first * 1.1
    assert _steps(raw, CaseQuery(sort="name", after=("联盟2990", places[2990]))) <= first


def _steps(raw: Raw, query: CaseQuery) -> int:
    """Hundreds of instructions of SQLite's machine: the same on every computer."""
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    raw.set_progress_handler(count, 100)
    cases(raw, query)
    raw.set_progress_handler(None, 0)
    return steps[0]


# Through the ledger


def test_what_append_indexes_is_found_by_every_name_of_its_documents(workspaces: Path) -> None:
    with made.workspace(workspaces, 60) as desk:
        documents = {
            stream: canonical.decode(data)
            for stream, data in desk.raw.execute("SELECT stream, open FROM index_document WHERE kind = 'case'")
        }
        names = {stream: list(_names(document)) for stream, document in documents.items()}
        for text in {
            name[at : at + size]
            for all_of in list(names.values())[:4]
            for name in [*all_of, "厂"]
            for at in (0, 3)
            for size in (1, 2, 4)
        }:
            found = {row.stream for row in cases(desk.raw, CaseQuery(text=text)).rows}
            assert found == {
                stream for stream, own in names.items() if any(fold(text).strip() in fold(name) for name in own)
            }


def _names(document: canonical.Json) -> Iterator[str]:
    yield document["case"]["number"]
    yield document["alliance"]["name"]
    yield document["alliance"]["initials"]
    for member in document["members"].values():
        yield member["name"]
        yield from member.get("former_names", [])
