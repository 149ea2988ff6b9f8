"""The commands that carry packages, as a clerk types them."""

import json

import pytest

from alliance_desk.cli.main import DAMAGED, DONE, REFUSED, main
from tests.exchange.workspaces import row
from tests.helpers.desks import CITY, COUNTY, reopen


@pytest.fixture
def typed(pair, tmp_path, monkeypatch, capsys):
    """Type a command at one of the two desks, which are closed meanwhile; gives the exit code and what was printed."""
    monkeypatch.setenv("ALLIANCE_DESK_PASSPHRASE", "correct horse")
    pair.close()
    capsys.readouterr()

    def command(desk, *words):
        code = main(["-w", str(tmp_path / desk), "--clock", "2024-09-27", "--json", *map(str, words)])
        printed = capsys.readouterr()
        return code, json.loads(printed.out or printed.err)

    return command


def test_a_package_up_declined_the_receipt_down_and_up_again(typed, tmp_path):
    with reopen(tmp_path / "county") as desk:
        case = desk.raw.execute("SELECT stream FROM index_case").fetchone()[0]
        number = desk.case(case).open["case"]["number"]
    stick = tmp_path / "stick"
    code, said = typed("county", "export", stick, "--case", number)
    assert (code, said["code"]) == (DONE, "exchange.handed-over")
    package = said["files"][0]

    code, seen = typed("city", "verify", package)
    assert (code, seen["cases"][0]["number"], seen["taken"], seen["remarks"]) == (DONE, number, False, [])
    code, said = typed("city", "import", package, "--decline", "不属于受理范围")
    assert (code, said["code"]) == (DONE, "exchange.declined")
    code, said = typed("city", "export", stick, "--receipt", COUNTY)
    assert (code, said["code"]) == (DONE, "exchange.receipt-sent")
    code, said = typed("county", "import", said["files"][0])
    assert (code, said["code"]) == (DONE, "exchange.taken-in")

    code, said = typed("county", "export", stick, "--case", number, "--whole")
    assert (code, said["code"]) == (DONE, "exchange.handed-over")
    code, again = typed("county", "export", tmp_path / "second", "--again", said["sha256"][:16])
    assert (code, again["code"]) == (DONE, "exchange.once-more")
    code, said = typed("city", "import", again["files"][0])
    assert (code, said["ours"]) == (DONE, 1)
    assert typed("city", "import", again["files"][0])[1]["code"] == "exchange.already-taken"
    with reopen(tmp_path / "city") as desk:
        assert row(desk, case)[1:] == ("held", desk.office)
        assert desk.settings["office"]["name"] == CITY


def test_refused_and_damaged_packages_have_their_exit_codes(typed, tmp_path):
    (tmp_path / "p.deskpack").write_bytes(b"age-encryption.org/v1\n-> X25519")
    assert typed("city", "import", tmp_path / "p.deskpack")[0] == DAMAGED
    (tmp_path / "p.deskpack").write_bytes(b"PK")
    for command in (("import",), ("import", "--preview"), ("verify",)):
        code, said = typed("city", *command, tmp_path / "p.deskpack")
        assert (code, said["refused"]) == (REFUSED, "exchange.not-a-package")
