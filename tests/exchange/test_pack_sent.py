"""A pack travels by itself: signed, to one office, where it waits with its difference until a person adds or declines it."""

import pytest

from alliance_desk.cases import pack_offers, packs
from alliance_desk.desk import library
from alliance_desk.errors import Damaged, DeskError, Refused
from alliance_desk.exchange import contents as table
from alliance_desk.exchange import export, intake, offers, trust
from alliance_desk.exchange import log as packages
from alliance_desk.exchange.container import Payload
from alliance_desk.exchange.contents import Contents
from alliance_desk.exchange.envelope import Purpose
from tests.exchange.workspaces import changed, only_case, snapshot, sound
from tests.helpers.desks import PACK, PACK_ID, make_office

TEXT = (
    PACK.read_text("utf8")
    .replace(f'id = "{PACK_ID}"', 'id = "other-2025"')
    .replace("样例市产业联盟试行办法", "另一办法")
)
CALL = '[pack]\nid = "other-call"\nversion = 1\nparent = "other-2025"\ntitle = "通知"\ndoc_no = ""\n[check.members]\nmin = 3\nbasis = "通知一"\n'
NAME = "other-2025"


def written(folder, text, name="pack.toml"):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf8")
    return path


def version(number, text=TEXT):
    return text.replace("version = 1", f"version = {number}", 1)


@pytest.fixture
def give(tmp_path):
    """Add a pack to an office."""
    return lambda desk, text: packs.add(desk, written(tmp_path / "written", text))


@pytest.fixture
def sent(pair, give, stick):
    """The city has added the pack and sends it down."""

    def send(text=TEXT, name=NAME):
        give(pair.city, text)
        return export.send_pack(pair.city, name, pair.county.office, stick).files[0]

    return send


@pytest.fixture
def forged(forger, stick):
    """A signed package of the county that brings what it likes as a pack."""

    def package(*texts, **envelope):
        read = [text if isinstance(text, bytes) else text.encode() for text in texts]
        digests = [table.canonical.sha256(text) for text in read]
        contents = Contents([], [], [], [], [], [], digests)
        payload = [Payload(table.PACK, text) for text in read]
        return forger.package(stick, contents, payload, **{"purpose": Purpose.POLICY, **envelope})

    return package


def waiting(desk):
    return [(one.id, one.version, one.there) for one in offers.offered(desk)]


def test_a_pack_waits_at_the_receiver_and_is_added_by_a_person(pair, sent):
    package = sent()
    before = snapshot(pair.county)
    (seen,) = intake.preview(pair.county, package).packs
    assert (seen.title, seen.version, seen.state, seen.old, seen.status) == ("另一办法", 1, "new", 0, "在用")
    assert not changed(before, pair.county)
    said = intake.take_in(pair.county, package)
    assert said.code == "exchange.packs-offered"
    assert "《另一办法》第 1 版" in said.text()
    assert "加入之前不起作用" in said.text()
    assert NAME not in library.pack_files(pair.county.place.packs), "it counts for nothing yet"
    (one,) = offers.offered(pair.county)
    assert (one.id, one.version, one.status, one.there) == (NAME, 1, "在用", 0)
    assert one.sender == pair.city.settings["office"]["name"]
    assert one.path.read_text("utf8") == TEXT, "the exact file"
    added = pack_offers.add(pair.county, NAME)
    assert added.code == "packs.added"
    assert (pair.county.place.packs / f"{NAME}.toml").read_text("utf8") == TEXT
    assert waiting(pair.county) == []
    assert not one.path.exists()
    (known,) = [found for found in packs.known(pair.county, pair.county.place.packs) if found.id == NAME]
    assert (known.sender, known.by) == (one.sender, "样例甲")
    sound(pair.county, pair.city)


def test_the_sender_learns_by_receipt_and_has_a_list_on_paper(pair, sent, stick):
    package = sent()
    assert intake.take_in(pair.county, package).code == "exchange.packs-offered"
    (entry,) = packages.sent(packages.entries(pair.city))
    assert (entry["purpose"], entry["receipt"], entry["packs"][0]["id"]) == ("policy", False, NAME)
    assert (pair.city.place.papers / f"{package.stem}.docx").is_file()
    back = export.receipt(pair.county, pair.city.office, stick).files[0]
    assert intake.take_in(pair.city, back).code == "exchange.receipts-noted"
    (entry,) = packages.sent(packages.entries(pair.city))
    assert entry["receipt"]


def test_sent_again_unchanged_it_is_the_same_file(pair, sent, stick):
    package = sent()
    first = package.read_bytes()
    again = export.send_pack(pair.city, NAME, pair.county.office, stick / "second").files[0]
    assert again.read_bytes() == first
    assert intake.take_in(pair.county, package).code == "exchange.packs-offered"
    before = snapshot(pair.county)
    assert intake.take_in(pair.county, again).code == "exchange.already-taken"
    assert not changed(before, pair.county)


def test_a_newer_version_supersedes_with_its_difference_and_a_running_case_keeps_its_own(pair, sent, case):
    assert only_case(pair.county) == case
    pinned = pair.county.rules_of(pair.county.case(case))
    text = version(2, (pair.city.place.packs / f"{PACK_ID}.toml").read_text("utf8")).replace("min = 2", "min = 3", 1)
    package = sent(text, PACK_ID)
    (seen,) = intake.preview(pair.county, package).packs
    assert (seen.state, seen.old, seen.version, seen.differences) == ("newer", 1, 2, 2)
    intake.take_in(pair.county, package)
    assert waiting(pair.county) == [(PACK_ID, 2, 1)]
    assert pair.county.pack(PACK_ID).pack.version == 1
    said = pack_offers.add(pair.county, PACK_ID)
    assert said.code == "packs.superseded"
    assert pair.county.pack(PACK_ID).pack.version == 2
    assert pair.county.rules_of(pair.county.case(case)) == pinned
    assert pinned.pack.version == 1
    sound(pair.county)


def test_what_is_there_already_is_said_plainly_and_nothing_changes(pair, give, sent):
    give(pair.county, TEXT)
    package = sent()
    assert intake.preview(pair.county, package).packs[0].state == "there"
    held = dict(pair.county.settings["packs"])
    said = intake.take_in(pair.county, package)
    assert said.code == "exchange.packs-there"
    assert "本单位已经有了" in said.text()
    assert waiting(pair.county) == []
    assert pair.county.settings["packs"] == held
    assert not list(pair.county.place.packs.glob("offered/*"))


def test_a_version_that_was_superseded_here_is_there_and_another_older_one_is_refused(
    pair, give, sent, forged, refused
):
    give(pair.city, TEXT)
    give(pair.city, version(3))
    assert intake.take_in(pair.city, forged(TEXT)).code == "exchange.packs-there"
    assert refused(forged(version(2))).code == "exchange.pack-older"
    assert refused(forged(version(3).replace("min = 2", "min = 3"))).code == "exchange.pack-differs"
    assert waiting(pair.city) == []


def test_a_kept_version_that_was_spoilt_proves_nothing(pair, give, forged, refused):
    give(pair.city, TEXT)
    give(pair.city, version(3))
    library.edition_file(NAME, 1, pair.city.place.packs).write_text("[pack", encoding="utf8")
    assert refused(forged(TEXT)).code == "exchange.pack-older"


def test_what_cannot_be_used_here_is_healed_by_what_another_office_sends(pair, give, sent):
    give(pair.county, TEXT)
    (pair.county.place.packs / f"{NAME}.toml").write_text("[pack", encoding="utf8")
    package = sent()
    assert intake.preview(pair.county, package).packs[0].state == "instead"
    intake.take_in(pair.county, package)
    assert pack_offers.add(pair.county, NAME).code == "packs.healed"
    assert pair.county.pack(NAME).pack.version == 1


def test_a_call_over_an_older_version_of_its_policy_still_comes(pair, give, sent):
    give(pair.city, TEXT)
    give(pair.county, version(2))
    package = sent(CALL, "other-call")
    assert [one.state for one in intake.preview(pair.county, package).packs] == ["new", "there"]
    intake.take_in(pair.county, package)
    assert pack_offers.add(pair.county, "other-call").code == "packs.added"


def test_an_unknown_sender_and_another_receiver_are_refused(pair, give, stick, tmp_path, refused):
    with make_office(tmp_path / "stranger", "陌生的科技局", "县", "210381") as stranger:
        card = trust.write_card(pair.city, tmp_path / "letters")
        trust.enter_peer(stranger, card.files[0], str(card.facts["fingerprint"]), "superior")
        give(stranger, TEXT)
        package = export.send_pack(stranger, NAME, pair.city.office, stick).files[0]
    error = refused(package)
    assert error.code == "exchange.unknown-signer"
    assert "指纹" in error.text()
    with pytest.raises(Refused) as caught:
        intake.take_in(pair.county, package)
    assert caught.value.code == "exchange.not-for-us"
    assert waiting(pair.city) == waiting(pair.county) == []


def test_a_key_that_was_never_entered_is_refused(pair, other, give, stick):
    """The other county and this one know the city, not each other."""
    give(other, TEXT)
    with pytest.raises(Refused) as caught:
        export.send_pack(other, NAME, pair.county.office, stick)
    assert caught.value.code == "trust.no-such-peer"


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_one_changed_byte_is_refused(pair, sent, place):
    package = sent()
    data = bytearray(package.read_bytes())
    data[int(len(data) * place)] ^= 1
    package.write_bytes(data)
    before = snapshot(pair.county)
    with pytest.raises(DeskError):
        intake.take_in(pair.county, package)
    assert not changed(before, pair.county)
    assert waiting(pair.county) == []
    assert not list(pair.county.place.packs.glob("offered/*"))


def test_an_unsound_pack_is_refused_with_file_line_and_key(forged, refused):
    error = refused(forged(TEXT.replace("min = 2", "min = 9\nmax = 3")))
    assert error.code == "exchange.pack-faults"
    line = TEXT.splitlines().index("min = 2") + 1
    assert f"{NAME}.toml 第 {line} 行" in error.text()
    assert "check.members" in error.text()


@pytest.mark.parametrize("texts", [[b"no toml"], [], [TEXT, version(2)], ["[pack]\nid = '../up'\nversion = 1\n"]])
def test_what_is_no_pack_or_not_one_of_each_is_refused(forged, refused, texts):
    assert isinstance(refused(forged(*texts)), Damaged)


def test_a_package_of_packs_brings_no_case(pair, forger, case, stick, refused):
    chain = forger.chain(case)
    named = table.msgspec.structs.replace(forger.contents(chain), packs=[table.canonical.sha256(TEXT.encode())])
    payload = [*forger.payload(named, chain), Payload(table.PACK, TEXT.encode())]
    assert refused(forger.package(stick, named, payload, purpose=Purpose.POLICY)).code == "exchange.contents-wrong"


def test_a_draft_arrives_as_a_draft(pair, sent):
    package = sent(TEXT.replace('status = "在用"', 'status = "草案"', 1))
    assert intake.preview(pair.county, package).packs[0].status == "草案"
    intake.take_in(pair.county, package)
    assert offers.offered(pair.county)[0].status == "草案"
    pack_offers.add(pair.county, NAME)
    (known,) = [one for one in packs.known(pair.county, pair.county.place.packs) if one.id == NAME]
    assert known.status == "草案"


def test_a_call_travels_with_what_it_lies_over_and_waits_for_it(pair, give, sent):
    give(pair.city, TEXT)
    package = sent(CALL, "other-call")
    assert [one.title for one in intake.preview(pair.county, package).packs] == ["通知", "另一办法"]
    intake.take_in(pair.county, package)
    assert waiting(pair.county) == [(NAME, 1, 0), ("other-call", 1, 0)]
    with pytest.raises(Refused) as caught:
        pack_offers.add(pair.county, "other-call")
    assert caught.value.code == "packs.offer-first"
    pack_offers.add(pair.county, NAME)
    pack_offers.add(pair.county, "other-call")
    assert pair.county.pack("other-call") == pair.city.pack("other-call")


def test_a_pack_of_the_program_travels_too(pair, stick):
    package = export.send_pack(pair.city, "anshan-2016", pair.county.office, stick).files[0]
    assert intake.take_in(pair.county, package).code == "exchange.packs-there"


def test_a_pack_at_fault_or_changed_by_hand_is_not_sent(pair, give, stick):
    give(pair.city, TEXT)
    path = pair.city.place.packs / f"{NAME}.toml"
    path.write_text(TEXT.replace("min = 2", "min = 3"), encoding="utf8")
    with pytest.raises(Refused) as caught:
        export.send_pack(pair.city, NAME, pair.county.office, stick)
    assert caught.value.code == "exchange.pack-changed"
    path.write_text("[pack]\n", encoding="utf8")
    with pytest.raises(Refused) as caught:
        export.send_pack(pair.city, NAME, pair.county.office, stick)
    assert caught.value.code == "policy.faults"
    assert not packages.sent(packages.entries(pair.city))


def test_what_waits_can_be_declined_with_a_ground(pair, sent):
    intake.take_in(pair.county, sent())
    with pytest.raises(Refused):
        pack_offers.decline(pair.county, NAME, " ")
    said = pack_offers.decline(pair.county, NAME, "等正式印发件")
    assert said.code == "packs.declined"
    assert waiting(pair.county) == []
    (kept,) = pair.county.settings["declined"].values()
    assert (kept["ground"], kept["id"]) == ("等正式印发件", NAME)
    assert NAME not in library.pack_files(pair.county.place.packs)
    with pytest.raises(Refused) as caught:
        pack_offers.add(pair.county, NAME)
    assert caught.value.code == "packs.not-offered"
    sound(pair.county)


def test_adding_a_newer_one_lets_go_of_the_older_that_waited(pair, give, sent):
    intake.take_in(pair.county, sent())
    give(pair.county, version(2))
    assert waiting(pair.county) == []


def test_what_waits_and_was_changed_on_the_disk_is_not_added(pair, sent):
    intake.take_in(pair.county, sent())
    offers.offered(pair.county)[0].path.write_text(version(7), encoding="utf8")
    with pytest.raises(Damaged) as caught:
        pack_offers.add(pair.county, NAME)
    assert caught.value.code == "packs.offer-changed"


def test_nothing_is_left_where_the_ledger_refuses(pair, sent, monkeypatch):
    package = sent()

    def refuse(*_, **__):
        raise Damaged("desk.database-refuses", path="x", why="full")

    monkeypatch.setattr(pair.county, "transaction", refuse)
    with pytest.raises(Damaged):
        intake.take_in(pair.county, package)
    assert not list(pair.county.place.packs.rglob(f"{NAME}*"))
