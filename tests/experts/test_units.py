from hypothesis import given
from hypothesis import strategies as st

from alliance_desk.experts.people import Expert, Organisation, Unit
from alliance_desk.experts.units import UnitBook, legal_person, near, normal

TYPED = st.text(alphabet="鞍山大学院()（）【】 　A１1·•-—\u200b", max_size=20)


def test_width_brackets_blanks_and_invisible_characters_do_not_matter():
    assert normal("中国石油大学（北京）") == normal(" 中国石油大学 (北京)\u200b") == normal("中国石油大学【北京】")
    assert normal("ＡＢＣ—１") == "abc-1"
    assert normal("无") == normal("none") == normal(" ") == ""


@given(TYPED)
def test_normalising_twice_changes_nothing(name):
    assert normal(normal(name)) == normal(name)


@given(TYPED)
def test_the_legal_person_of_a_legal_person_is_itself(name):
    assert legal_person(legal_person(normal(name))) == legal_person(normal(name))


def test_a_part_of_a_university_is_the_university_but_an_institute_of_the_academy_is_its_own():
    assert legal_person("东北大学冶金学院") == "东北大学"
    assert legal_person("中国地质大学(北京)地信学院") == "中国地质大学(北京)"
    assert legal_person("晋中学院机械系") == "晋中学院"
    for own in (
        "中国科学院金属研究所",
        "东北大学设计研究院(有限公司)",
        "清华大学",
        "辽宁省农业科学院",
        "清华大学出版社",
    ):
        assert legal_person(own) == own


def test_different_campuses_in_brackets_stay_different_universities():
    book = UnitBook([Unit(name="中国地质大学（武汉）")])
    assert book.path("中国地质大学（北京）", "", Unit(name="中国地质大学（武汉）")) is None


def test_a_different_legal_form_is_near_but_never_equal():
    assert near("甲材料有限公司", "甲材料有限责任公司")
    assert near("某市科技局", "某市科学技术局")
    assert UnitBook([Unit(name="甲材料有限公司")]).path("甲材料有限责任公司", "", Unit(name="甲材料有限公司")) is None
    assert not near("有限公司", "有限责任公司")


def test_codes_former_names_and_the_directory_each_link_with_evidence():
    unit = Unit(name="辽宁科技大学", code="12210000463010160Q", former_names=("鞍山科技大学",))
    book = UnitBook([unit], [Organisation(name="鞍山科技大学", former_names=("鞍山钢铁学院",), same_as=("鞍科大",))])
    assert book.path("辽宁科技大学", "", unit) == ()
    assert [step.code for step in book.path("鞍山钢铁学院炼铁系", "", unit) or ()] == [
        "part-of",
        "former-name",
        "former-name",
    ]
    assert [step.code for step in book.path("鞍科大", "", unit) or ()] == ["same-as", "former-name"]
    # Only the code agrees; letters O typed for zero do not matter.
    assert [step.code for step in book.path("科大", "1221OOOO463010160q", unit) or ()] == ["code", "code"]
    assert book.path("鞍山师范学院", "", unit) is None


def test_keys_are_equal_for_one_unit_and_the_same_in_any_order_of_rows():
    code = "12210000463010160Q"
    book = UnitBook([], [Organisation(name="辽宁科技大学", former_names=("鞍山科技大学",))])
    people = [
        Expert(id="a", name="甲", unit="鞍山科技大学"),
        Expert(id="b", name="乙", unit="辽宁科技大学材料学院", unit_code=code),
        Expert(id="c", name="丙", unit="别名单位", unit_code=code),
        Expert(id="d", name="丁", unit="大连理工大学"),
        Expert(id="e", name="戊"),
        Expert(id="f", name="己", unit="无"),
    ]
    keys = book.keys(people)
    assert keys["a"] == keys["b"] == keys["c"] != keys["d"]
    assert len({keys["d"], keys["e"], keys["f"]}) == 3, "who has no unit shares none"
    assert book.keys(reversed(people)) == keys
