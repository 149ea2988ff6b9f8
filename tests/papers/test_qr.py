import pytest
import segno

from alliance_desk.errors import Refused
from alliance_desk.papers import qr


@pytest.mark.parametrize("error", ["L", "M", "Q", "H"])
def test_the_runs_are_the_modules_of_the_code_with_its_quiet_zone(error: str) -> None:
    side, runs = qr.modules("示范市𫖯镁 SFLM-2024-001", error)
    dark = {(column + step, side - 1 - row) for column, row, length in runs for step in range(length)}
    code = segno.make_qr("示范市𫖯镁 SFLM-2024-001", error=error, mask=4, boost_error=False, encoding="utf-8")
    assert side == len(code.matrix) + 8
    assert dark == {(x + 4, y + 4) for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module}


def test_a_text_too_long_for_a_code_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        qr.modules("盟" * 2000, "H")
    assert refused.value.code == "papers.qr-too-long"
    assert "2000" in refused.value.text()
