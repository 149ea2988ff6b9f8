import pytest
from pytestqt.qtbot import QtBot

from alliance_desk.policy.vocabulary import LEVELS
from ui.fields.form import Field
from ui.levels import level_words, levels
from ui.task import Ask, Kind


def test_a_zone_and_a_department_bear_no_rank_in_their_word() -> None:
    assert [level_words(level) for level in LEVELS] == ["省级", "市级", "县级", "开发区", "省直部门"]
    assert [level for level, _ in levels()] == list(LEVELS)
    assert level_words("街道") == "街道", "what a newer program wrote stays as it is"


@pytest.mark.parametrize(("kind", "said"), [(Kind.CHOICE, "请选择“级别”"), (Kind.TEXT, "请填写“级别”")])
def test_what_is_missing_is_to_be_chosen_or_written(qtbot: QtBot, kind: Kind, said: str) -> None:
    field = Field(Ask("level", "级别", kind, required=True, choices=levels() if kind is Kind.CHOICE else []), "form")
    qtbot.addWidget(field)
    field.show()
    assert field.fault() == said
