"""Who a package is from and for: known by a fingerprint from a letter, or kept in quarantine until it is."""

from dataclasses import replace

import pytest

from alliance_desk.errors import Refused
from alliance_desk.exchange import export, intake, quarantine, trust
from alliance_desk.exchange.trust import own_card
from alliance_desk.keys.office import OfficeKey
from tests.exchange.forging import Forger
from tests.exchange.workspaces import row, snapshot, sound
from tests.helpers.desks import introduce, make_office, recommended_case, reopen


@pytest.fixture
def stranger(pair, tmp_path):
    """A county that has entered the city's key, but not the other way round, and has a package for it."""
    desk = make_office(tmp_path / "stranger", "台安县科学技术局", "县", "210321")
    card = trust.write_card(pair.city, tmp_path / "letters")
    trust.enter_peer(desk, card.files[0], str(card.facts["fingerprint"]), "superior")
    with desk:
        yield desk


def test_an_unknown_signer_waits_in_quarantine_until_the_fingerprint_from_the_letter_is_entered(
    pair, stranger, stick, refused, tmp_path
):
    case = recommended_case(stranger).stream
    package = export.hand_over(stranger, case, stick).files[0]
    error = refused(package)
    card = trust.write_card(stranger, tmp_path / "letters")
    fingerprint = str(card.facts["fingerprint"])
    assert error.code == "exchange.unknown-signer"
    assert fingerprint in error.text()
    (held,) = quarantine.quarantined(pair.city)
    assert (held.code, held.claimed, held.fingerprint) == ("exchange.unknown-signer", "台安县科学技术局", fingerprint)
    assert (held.name, held.text()) == (package.name, error.text())
    refused(package)  # a second try leaves one copy, not two
    assert len(list(pair.city.place.quarantine.iterdir())) == 1

    with pytest.raises(Refused) as error:
        trust.enter_peer(pair.city, card.files[0], "0" * 40, "subordinate")
    assert error.value.code == "trust.fingerprint-differs"
    refused(package)

    trust.enter_peer(pair.city, card.files[0], fingerprint.lower().replace("-", " "), "subordinate")
    said = intake.take_in(pair.city, pair.city.place.quarantine / quarantine.quarantined(pair.city)[0].file)
    assert said.code == "exchange.taken-in"
    assert row(pair.city, case)[1:] == ("held", pair.city.office)
    assert not quarantine.quarantined(pair.city)
    assert not list(pair.city.place.quarantine.iterdir())
    sound(pair.city)


def test_a_package_signed_by_another_key_under_a_known_name_is_an_unknown_signer(pair, case, forger, stick, refused):
    chain = forger.chain(case)
    found = forger.contents(chain)
    payload = forger.payload(found, chain)
    forger.desk._key = OfficeKey.make()
    error = refused(forger.package(stick, found, payload))
    assert error.code == "exchange.unknown-signer"
    assert own_card(forger.desk).fingerprint in error.text()


def test_a_known_office_under_the_wrong_relation_brings_no_cases_down(pair, stranger, stick, refused, tmp_path):
    card = trust.write_card(stranger, tmp_path / "letters")
    trust.enter_peer(pair.city, card.files[0], str(card.facts["fingerprint"]), "superior")
    package = export.hand_over(stranger, recommended_case(stranger).stream, stick).files[0]
    assert refused(package).code == "exchange.not-our-case"


def test_a_package_for_another_receiver_is_refused(pair, case, handed, other, tmp_path):
    introduce(pair.county, other, tmp_path / "letters")
    before = snapshot(other)
    with pytest.raises(Refused) as error:
        intake.take_in(other, handed)
    assert error.value.code == "exchange.not-for-us"  # it cannot even be read
    assert before == snapshot(other)


def test_a_package_readdressed_inside_is_refused(pair, case, other, forger, stick, refused):
    chain = forger.chain(case)
    found = forger.contents(chain)
    payload = forger.payload(found, chain)
    # Encrypted to the city, but by its own envelope for another office: somebody packed it anew.
    card = own_card(pair.city)
    readdressed = replace(card, office=other.office)
    error = refused(forger.package(stick, found, payload, receiver=readdressed))
    assert error.code == "exchange.other-receiver"


def test_another_countys_case_relayed_by_this_one_is_refused(pair, other, forger, stick, refused):
    """The other county's events are whole and signed by it; still it is no case of the sender's."""
    theirs = recommended_case(other, "海城联盟").stream
    chain = Forger(other, pair.city).chain(theirs)
    blobs = [blob for blob in other.blobs.all() if not pair.county.blobs.has(blob)]
    assert not blobs
    text = other.raw.execute("SELECT data FROM ledger_rules").fetchone()[0]
    signatures = [forger.signed(chain[-1], other), forger.signed(chain[-1])]
    error = refused(forger.send(stick, chain, signatures=signatures, texts=[text]))
    assert error.code == "exchange.not-our-case"


def test_a_wrong_passphrase_is_no_fault_of_the_package(pair, handed):
    pair.city._key = None
    pair.city.passphrase = lambda: "wrong horse"
    with pytest.raises(Refused) as error:
        intake.take_in(pair.city, handed)
    assert error.value.code == "exchange.wrong-passphrase"
    assert not list(pair.city.place.quarantine.glob("*"))


def test_whoever_only_looks_takes_nothing_in(pair, handed, tmp_path):
    pair.city.close()
    with reopen(tmp_path / "city", readonly=True) as looking:
        assert intake.preview(looking, handed).cases
        with pytest.raises(Refused) as error:
            intake.take_in(looking, handed)
        assert error.value.code == "desk.read-only"
