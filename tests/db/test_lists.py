"""The lists of the window: every row once, in order, and read as quickly as the indexes allow."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance_desk import canonical
from db import lists
from db.list_specs import FILTERED
from db.lists import CAP, FEW, LISTS, ListQuery
from db.search import fold
from db.session import Raw
from tests.bench import made
from tests.helpers.desks import two_offices
from tests.helpers.story import play

Put = Callable[..., None]
CASES = LISTS["cases"]
WALKED = {"": "updated", "updated": "updated", "name": "name"}
"""Sort → the index that is walked in its order."""


def asked(raw: Raw, **query: Any) -> list[dict[str, Any]]:
    """All rows of the case list that a query finds, in its order."""
    return lists.rows(raw, "cases", lists.ids(raw, "cases", ListQuery(**query)))


def streams(raw: Raw, **query: Any) -> list[str]:
    return [row["stream"] for row in asked(raw, **query)]


def in_order(raw: Raw, sort: str = "", where: str = "1", *, descending: bool = False) -> list[str]:
    """The same by plain SQL without any index of ours."""
    way = " DESC" if descending or not sort else ""
    column = {"year": "substr(filed, 1, 4)"}.get(sort, sort or "updated")
    query = f"SELECT stream FROM index_case NOT INDEXED WHERE {where} ORDER BY {column}{way}, stream{way}"
    return [row[0] for row in raw.execute(query)]


def plans(raw: Raw, **query: Any) -> Iterator[str]:
    """What SQLite says of each statement that the case list runs."""
    statements: list[str] = []
    raw.set_trace_callback(statements.append)
    lists.ids(raw, "cases", ListQuery(**query))
    lists.count(raw, "cases", ListQuery(**query))
    raw.set_trace_callback(None)
    for statement in statements:
        if "index_case" in statement and "count(*) FROM index_case" not in statement:
            yield "; ".join(row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {statement}"))


# The case list


def test_a_row_says_what_the_index_says_and_is_known_by_its_stream(raw: Raw, put: Put) -> None:
    said = {
        "number": "210302-2026-0001", "name": "鞍山联盟", "lead": "鞍山钢铁", "pack": "p", "status": "status.meeting",
        "custody": "offered", "holder": "h", "county": "铁西区", "filed": "2026-02-03", "blocking": 3, "outcome": "",
        "step": "meet", "step_name": "会议", "step_kind": "meeting", "actor": "city", "since": "2026-05-01", "due": "2026-06-01",
        "updated": "2026-05-06T07:08:09Z", "kind": "report", "procedure": "yearly", "affair": "年度材料", "subject": "2025",
    }  # fmt: skip
    put(**said, alliance="a")
    (row,) = asked(raw)
    assert row == {**row, **said, "id": row["stream"], "year": "2026", "alliance_id": "a"}
    assert set(row) == {"id", *CASES.columns}


def test_the_newest_case_stands_first_and_names_stand_in_the_order_of_their_characters(raw: Raw, put: Put) -> None:
    for name, updated in (("乙", "2026-01-02"), ("丙", "2026-01-03"), ("甲", "2026-01-01")):
        put(name=name, updated=updated)
    assert [row["name"] for row in asked(raw)] == ["丙", "乙", "甲"]
    assert [row["name"] for row in asked(raw, sort="name")] == sorted("甲乙丙")
    assert [row["name"] for row in asked(raw, sort="name", descending=True)] == sorted("甲乙丙", reverse=True)


def test_an_empty_list_is_empty(raw: Raw) -> None:
    assert list(lists.ids(raw, "cases")) == list(lists.ids(raw, "cases", ListQuery("鞍山"))) == []
    assert lists.count(raw, "cases") == lists.count(raw, "cases", ListQuery("鞍山")) == 0
    assert lists.rows(raw, "cases", []) == []


@given(
    keys=st.lists(
        st.tuples(st.sampled_from(["甲", "乙", "𠅤", "龘", ""]), st.integers(1, 3), st.sampled_from("ab")), max_size=25
    ),
    sort=st.sampled_from(["", *CASES.sortable]),
    descending=st.booleans(),
    status=st.sampled_from(["", "a"]),
    text=st.sampled_from(["", "龘", "联盟"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_row_comes_once_and_in_order_with_any_ties_filters_and_searches(
    raw: Raw, put: Put, keys: list[tuple[str, int, str]], sort: str, descending: bool, status: str, text: str
) -> None:
    raw.execute("DELETE FROM index_case")
    for name, day, state in keys:
        put(name=name, updated=f"2026-01-0{day}", filed=f"2026-02-0{day}", due=state, status=state, number="联盟")
    where = ("status = 'a'" if status else "1") + (" AND name = '龘'" if text == "龘" else "")
    query: dict[str, Any] = {"text": text, "sort": sort, "descending": descending, "filters": {"status": status}}
    expected = in_order(raw, sort, where, descending=descending)
    assert streams(raw, **query) == expected
    assert lists.count(raw, "cases", ListQuery(**query)) == len(expected)


def test_each_filter_and_several_together(raw: Raw, put: Put) -> None:
    for pack in ("p", "q"):
        for status in ("s", "t"):
            for county in ("h", "i"):
                put("鞍山钢铁", pack=pack, status=status, county=county, filed=f"202{county == 'h':d}-01-01")
    some = [
        {},
        {"pack": "p"},
        {"status": "t"},
        {"county": "i"},
        {"year": "2021", "pack": "q"},
        {"pack": "q", "county": "i", "status": "s"},
    ]
    for chosen in some:
        for text in ("", "钢"):
            found = asked(raw, text=text, filters={**chosen, "outcome": ""})
            assert len(found) == 8 >> len(chosen)
            assert all(row[key] == value for row in found for key, value in chosen.items())


def test_counts_stop_at_the_cap_and_numbers_do_not(raw: Raw, put: Put) -> None:
    for number in range(CAP + 4):
        put("鞍山钢铁", name=f"联盟{number}", status="odd" if number % 2 else "even")
    assert CAP == 1_001
    assert lists.count(raw, "cases") == lists.count(raw, "cases", ListQuery("鞍")) == CAP
    assert lists.count(raw, "cases", ListQuery("联盟", {"status": "odd"})) == (CAP + 4) // 2
    assert lists.count(raw, "cases", ListQuery("联盟17")) == 11
    assert lists.count(raw, "cases", cap=7) == 7
    assert len(lists.ids(raw, "cases")) == len(lists.ids(raw, "cases", ListQuery("鞍"))) == CAP + 4


def test_rows_come_in_the_order_asked_for_and_a_row_that_is_gone_keeps_its_place(raw: Raw, put: Put) -> None:
    for name in "甲乙丙":
        put(name=name)
    numbers = [*lists.ids(raw, "cases", ListQuery(sort="name"))]
    names = [row["name"] for row in lists.rows(raw, "cases", [numbers[2], 10**9, numbers[0], numbers[2]])]
    assert names == [max("甲乙丙"), "", min("甲乙丙"), max("甲乙丙")]


def test_a_drop_down_offers_what_is_there_most_frequent_first(raw: Raw, put: Put) -> None:
    for status, filed in (("b", "2026-01-01"), ("b", "2025-01-01"), ("a", "2026-05-05"), ("", "")):
        put(status=status, filed=filed)
    assert lists.values(raw, "cases", "status") == [("b", 2), ("a", 1)]
    assert lists.values(raw, "cases", "year") == [("2026", 2), ("2025", 1)]
    for number in range(lists.MOST_VALUES + 5):
        put(county=f"县{number}")
    assert len(lists.values(raw, "cases", "county")) == lists.MOST_VALUES


@pytest.mark.parametrize(
    "query", [ListQuery(filters={"nothing": "x"}), ListQuery(sort="nothing"), ListQuery(sort="grams")]
)
def test_what_a_list_does_not_have_is_a_bug_and_said_so(raw: Raw, query: ListQuery) -> None:
    with pytest.raises(KeyError):
        lists.ids(raw, "cases", query)
    with pytest.raises(KeyError):
        lists.ids(raw, "nothing")
    with pytest.raises(KeyError):
        lists.values(raw, "cases", "grams")


# The search


@pytest.mark.parametrize(
    "typed",
    ["鞍", "联", "盟", "鞍山", "东镁", "镁质材料", "县级", "镇", "210302", "2026-0007", "asmz", "ASMZ", "鞍山 镇"],
)
def test_a_text_is_found_in_number_name_initials_and_members(raw: Raw, put: Put, typed: str) -> None:
    put("县级铸造研究所", "乡镇耐火材料厂", number="210302-2026-0007", name="鞍山东镁质材料联盟", initials="asmzcllm")
    name = "太原光伏产业联盟" if typed in "联盟" else "太原光伏"
    put("外省某某公司", number="140702-2025-0001", name=name, initials="tygf")
    assert len(streams(raw, text=typed)) == (2 if typed in "联盟" else 1)


@pytest.mark.parametrize("typed", ["没有", "鞍钢", "山鞍", "鞍山 没有", "，。", '"', "*", "2027"])
def test_what_stands_nowhere_is_not_found(raw: Raw, put: Put, typed: str) -> None:
    put("鞍山钢铁", number="210302-2026-0007", name="鞍山联盟")
    assert streams(raw, text=typed) == []
    assert lists.count(raw, "cases", ListQuery(typed)) == 0


def test_blanks_ask_nothing(raw: Raw, put: Put) -> None:
    put()
    assert len(streams(raw, text=" \t\u3000")) == 1


@pytest.mark.parametrize("sort", ["", "name", "lead"])
def test_many_hits_are_all_found_in_order_with_the_rarest_filter(raw: Raw, put: Put, sort: str) -> None:
    for number in range(FEW + 60):
        rare = number in (3, FEW + 50)
        put(
            "鞍山钢铁",
            name=f"联盟{number * 7919 % 1000:03d}",
            lead=f"{number % 7}",
            status="rare" if rare else "common",
        )
    assert streams(raw, text="钢铁", sort=sort) == in_order(raw, sort)  # all of them
    put("太原光伏", name="别的联盟")
    assert streams(raw, text="钢铁", sort=sort) == in_order(raw, sort, "name <> '别的联盟'")  # all but one
    assert streams(raw, text="钢铁", sort=sort, filters={"status": "rare"}) == in_order(raw, sort, "status = 'rare'")


def test_a_changed_name_is_found_under_its_new_words_only(raw: Raw, put: Put) -> None:
    def counts() -> list[int]:
        return [lists.count(raw, "cases", ListQuery(text)) for text in ("鞍山", "海城", "联盟")]

    put(name="鞍山联盟", grams="鞍山 山联 联盟 盟")
    raw.execute("UPDATE index_case SET name = '海城联盟', grams = '海城 城联 联盟 盟'")
    assert counts() == [0, 1, 1]
    raw.execute("UPDATE index_case SET grams = grams, status = 'other'")
    raw.execute("INSERT INTO search_case(search_case, rank) VALUES ('integrity-check', 1)")
    raw.execute("DELETE FROM index_case")
    assert counts() == [0, 0, 0]
    raw.execute("INSERT INTO search_case(search_case, rank) VALUES ('integrity-check', 1)")


# How it is read


@pytest.mark.parametrize("sort", ["", *CASES.sortable])
def test_no_sort_and_no_filter_reads_a_row_of_the_table(raw: Raw, put: Put, sort: str) -> None:
    put()
    index = f"ix_index_case_{WALKED.get(sort, 'updated')}"
    for chosen in ({}, {"pack": "pack"}, {"year": "2026"}, dict.fromkeys(FILTERED, "x")):
        listed, counted = plans(raw, sort=sort, filters=chosen)
        assert f"SCAN c USING COVERING INDEX {index}" in listed
        assert ("USE TEMP B-TREE" in listed) == (sort not in WALKED)
        assert "USING COVERING INDEX" in counted


def test_a_search_with_few_hits_reads_the_words_first_and_only_then_cases(raw: Raw, put: Put) -> None:
    put("鞍山钢铁")
    put("太原光伏")
    for plan in plans(raw, text="鞍山", filters={"status": "status.recommend"}):
        assert "SCAN search_case VIRTUAL TABLE" in plan
        assert "SEARCH c USING INTEGER PRIMARY KEY (rowid=?)" in plan
        assert "SCAN c" not in plan


def test_a_page_costs_the_same_wherever_it_stands(raw: Raw, put: Put) -> None:
    for number in range(3_000):
        put(name=f"联盟{number:04d}")
    numbers = lists.ids(raw, "cases", ListQuery(sort="name"))
    first, deep = (_steps(raw, list(numbers[at : at + 200])) for at in (0, 2_700))
    assert deep <= first * 1.1


def _steps(raw: Raw, numbers: list[int]) -> int:
    """Hundreds of instructions of SQLite's machine: the same on every computer."""
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    raw.set_progress_handler(count, 100)
    lists.rows(raw, "cases", numbers)
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
            assert set(streams(desk.raw, text=text)) == {
                stream for stream, own in names.items() if any(fold(text).strip() in fold(name) for name in own)
            }


def _names(document: canonical.Json) -> Iterator[str]:
    yield document["case"]["number"]
    yield document["alliance"]["name"]
    yield document["alliance"]["initials"]
    for member in document["members"].values():
        yield member["name"]
        yield from member.get("former_names", [])


# Every list, over the city's workspace of a whole story


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Raw]:
    folder = tmp_path_factory.mktemp("story")
    pair = two_offices(folder)
    play(pair, folder)
    yield pair.city.raw
    pair.close()


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_rows_in_every_order(story: Raw, name: str) -> None:
    spec, numbers = LISTS[name], lists.ids(story, name)
    found = lists.rows(story, name, numbers)
    assert len(found) == len(numbers) == lists.count(story, name) > 0
    assert all(set(row) == {"id", *spec.columns} and row["id"] for row in found)
    assert all(None not in row.values() for row in found)
    for sort in spec.sortable:
        for descending in (False, True):
            ordered = lists.ids(story, name, ListQuery(sort=sort, descending=descending))
            assert sorted(ordered) == sorted(numbers)
            values = [row[sort] for row in lists.rows(story, name, ordered)]
            assert values == sorted(values, key=_as_sqlite, reverse=descending)


def _as_sqlite(value: Any) -> Any:
    """SQLite sorts text by its bytes, and so by code points."""
    return value.encode() if isinstance(value, str) else value


@pytest.mark.parametrize("name", LISTS)
def test_every_filter_of_every_list_finds_what_its_drop_down_says(story: Raw, name: str) -> None:
    for column in LISTS[name].filters:
        for value, count in lists.values(story, name, column):
            found = lists.rows(story, name, lists.ids(story, name, ListQuery(filters={column: value})))
            assert len(found) == count
            assert {str(row[column]) for row in found} == {value}


@pytest.mark.parametrize(
    ("name", "typed", "count"),
    [
        ("alliances", "样例联盟", 1), ("alliances", "yllm", 1), ("alliances", "样例单位1", 1), ("alliances", "样科发 9号", 1),
        ("alliances", "市级", 1), ("alliances", "没有", 0), ("experts", "财经大学", None), ("experts", "财务管理", None),
        ("certificates", "YLP-2024-001", 1), ("certificates", "yllm", 2), ("notices", "样例网站", 1), ("notices", "单位1", 1),
        ("objections", "样例联盟", 1), ("packages", "铁西", 2), ("numbers", "YLP", 1), ("sessions", "样例批次", 1),
        ("batches", "样例批次", 1), ("batches", "单位1", 1), ("meetings", "样纪", 1), ("units", "旧名", 1),
        ("peers", "铁西区", 1), ("members", "样例单位1", 1), ("members", "91210303MA00000001", 1), ("members", "ma00000003", 1),
        ("members", "样例单位 00000001", 1), ("members", "没有", 0), ("members", "%", 0), ("members", "_", 0),
    ],
)  # fmt: skip
def test_a_text_is_found_where_a_clerk_expects_it(story: Raw, name: str, typed: str, count: int | None) -> None:
    found = lists.count(story, name, ListQuery(typed))
    assert found == len(lists.ids(story, name, ListQuery(typed)))
    assert found == count if count is not None else found > 0


def test_what_a_row_names_itself_by_is_what_verbs_are_given(story: Raw) -> None:
    case = story.execute("SELECT stream FROM index_case").fetchone()[0]
    ids = {name: {row["id"] for row in lists.rows(story, name, lists.ids(story, name))} for name in LISTS}
    assert ids["cases"] == ids["certificates"] == ids["members"] == {case}
    kinds = {"sessions": "session", "notices": "notice", "batches": "batch", "meetings": "meeting"}
    for name, kind in kinds.items():
        assert ids[name] == {row[0] for row in story.execute("SELECT id FROM ledger_stream WHERE kind = ?", (kind,))}
    assert ids["objections"] == {"o1"}
    assert all(len(one) == 64 for one in ids["packages"])


def test_details_that_come_from_elsewhere_stand_in_the_row(story: Raw) -> None:
    def only(name: str) -> dict[str, Any]:
        return lists.rows(story, name, lists.ids(story, name)[:1])[0]

    assert (only("sessions")["cases"], only("sessions")["batch_name"]) == (1, "样例批次")
    assert (only("notices")["objections"], only("notices")["open"], only("notices")["channel"]) == (1, 0, "样例网站")
    assert only("units")["former"] == "样例旧名"
    assert only("certificates")["case_number"] == only("cases")["number"] == "210303-2024-0001"


def test_the_newest_batch_stands_first_and_its_cases_in_their_order(raw: Raw, put: Put) -> None:
    for number in range(4):
        put(number=str(number))
    cases = {row["number"]: row["stream"] for row in asked(raw)}
    for batch, number in (("a", "1"), ("a", "0"), ("b", "3"), ("b", "2")):
        raw.execute("INSERT INTO index_batch VALUES (?, ?, 'n', 'p', 'in')", (batch, cases[number]))
    found = lists.rows(raw, "batches", lists.ids(raw, "batches"))
    assert [(row["batch"], row["number"]) for row in found] == [("b", "3"), ("b", "2"), ("a", "1"), ("a", "0")]
