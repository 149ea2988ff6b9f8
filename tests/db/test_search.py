import string
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.search import fold, grams, match
from db.session import Raw, connect

RARE = "㛃𫖯䶮𬭚𠅤鿏龘"
NAMES = st.text(alphabet="鞍山钢铁联盟" + RARE + "aB1Ｃ（）· \"'*-", max_size=14)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Raw]:
    """One FTS5 table with the tokenizer and prefixes of the real one, in a file of its own."""
    raw = connect(tmp_path_factory.mktemp("search") / "search.db")
    raw.execute("PRAGMA synchronous = OFF")
    raw.execute("CREATE VIRTUAL TABLE search USING fts5(grams, tokenize='ascii', prefix='1')")
    yield raw
    raw.close()


def found(raw: Raw, text: str, *names: str) -> bool:
    raw.execute("DELETE FROM search")
    raw.execute("INSERT INTO search VALUES (?)", (grams(*names),))
    query = match(text)
    return bool(query) and raw.execute("SELECT count(*) FROM search WHERE search MATCH ?", (query,)).fetchone()[0] == 1


def wanted(text: str, *names: str) -> bool:
    """What a search means: every typed word stands inside a word of one of the names."""
    words = [word for name in names for word in fold(name).split()]
    typed = fold(text).split()
    return bool(typed) and all(any(part in word for word in words) for part in typed)


@given(text=NAMES, names=st.lists(NAMES, max_size=3))
def test_a_text_is_found_exactly_where_its_words_stand_in_the_names(table: Raw, text: str, names: list[str]) -> None:
    assert found(table, text, *names) == wanted(text, *names)


@given(name=NAMES.filter(lambda name: bool(fold(name).split())), data=st.data())
def test_every_part_of_a_name_finds_it(table: Raw, name: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(fold(name).split()))
    start = data.draw(st.integers(0, len(word) - 1))
    part = word[start : data.draw(st.integers(start + 1, len(word)))]
    assert found(table, part, "别的名称", name)


@given(text=st.text(alphabet=st.characters(), max_size=40))
def test_nothing_that_can_be_typed_is_a_syntax_error(table: Raw, text: str) -> None:
    found(table, text, "鞍山钢铁")
    assert found(table, text, text + "甲") == wanted(text, text + "甲")


@given(
    text=st.lists(
        st.sampled_from(["AND", "OR", "NOT", "NEAR(", ")", '"', "'", "*", "^", "-", "+", ":", "grams", "鞍", "{", "}"])
    )
)
def test_operators_are_plain_words(table: Raw, text: list[str]) -> None:
    assert found(table, " ".join(text), "鞍山钢铁") == wanted(" ".join(text), "鞍山钢铁")


@pytest.mark.parametrize("typed", ["\ud83d", "a\udc00b", "\x00", "鞍\x00山"])
def test_half_characters_and_nul_are_gaps(table: Raw, typed: str) -> None:
    assert found(table, typed, "鞍山 ab a b 鞍 山") == any(part.isalnum() for part in typed)


@pytest.mark.parametrize("count", [300, 20_000])
def test_a_pasted_page_is_an_ordinary_search(table: Raw, count: int) -> None:
    assert found(table, "鞍山 " * count, "鞍山钢铁")
    assert not found(table, "鞍" * count, "鞍山钢铁")


@pytest.mark.parametrize("rare", RARE)
def test_rare_characters_are_found_alone_and_among_others(table: Raw, rare: str) -> None:
    name = f"晋中{rare}兴检测有限公司"
    assert all(found(table, text, name) for text in (rare, f"中{rare}", f"{rare}兴", f"中{rare}兴检", name))
    others = [other for other in RARE if other != rare]
    assert not any(found(table, other, name) for other in others)


@pytest.mark.parametrize("typed", ["sflm", "SFLM", "ＳＦＬＭ", "ｓｆｌｍ", "Sflm-2026", "ＳＦＬＭ－２０２６", "2026"])
def test_width_and_case_make_no_difference(table: Raw, typed: str) -> None:
    assert found(table, typed, "SFLM-2026")
    assert found(table, typed, "ｓｆｌｍ－２０２６")


def test_the_end_of_one_name_and_the_start_of_the_next_are_no_word(table: Raw) -> None:
    assert not found(table, "铁大", "鞍山钢铁", "大连重工")
    assert not found(table, "铁大连", "鞍山钢铁", "大连重工")
    assert found(table, "铁 大", "鞍山钢铁", "大连重工")


@given(text=st.text(alphabet=string.punctuation + "（）「」、。 \t\n"))
def test_tokens_hold_no_ascii_sign_but_letters_and_digits(text: str) -> None:
    assert not set(grams(text)) & set(string.punctuation)
