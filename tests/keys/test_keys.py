import base64
import hashlib
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_desk import canonical
from alliance_desk.errors import Damaged, Refused
from alliance_desk.keys import office as keys
from alliance_desk.keys.office import Domain, KeyCard, OfficeKey
from alliance_desk.keys.sealed import Cost

CHEAP = Cost(memory=64, passes=1, lanes=1)
KEY = OfficeKey.make()
CARD = KEY.card("county-1", "铁西区科技局", "县")
SEALED = KEY.seal("八个字的口令才够长", CHEAP)


def test_a_card_is_read_back_as_it_was_written():
    assert keys.read_card(CARD.to_bytes(), "a.deskkey") == CARD
    assert CARD.suite == "ed25519+age-x25519/1"


def test_two_cards_of_one_key_are_the_same_bytes():
    assert KEY.card("county-1", "铁西区科技局", "县").to_bytes() == CARD.to_bytes()


def test_every_flipped_bit_of_a_card_is_noticed():
    data = CARD.to_bytes()
    for at in range(len(data) * 8):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises((Refused, Damaged)):
            keys.read_card(bytes(changed), "a.deskkey")


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"PK\x03\x04", b"{" * 5000, b'{"a":' * 900, CARD.to_bytes() + b"\n", b'{"card":0}']
)
def test_what_is_no_card_is_refused_as_such(data):
    with pytest.raises((Refused, Damaged)) as refusal:
        keys.read_card(data, "a.deskkey")
    assert "a.deskkey" in refusal.value.text()


def test_a_card_of_a_newer_suite_asks_for_a_newer_program():
    fields = canonical.decode(CARD.to_bytes())
    with pytest.raises(Refused) as refusal:
        keys.read_card(canonical.encode({**fields, "suite": "sm2+sm4/1"}), "a.deskkey")
    assert refusal.value.code == "exchange.newer-card"
    assert "升级" in refusal.value.text()


@pytest.mark.parametrize(
    "change",
    [
        {"name": "另一个局"},
        {"office": "county-2"},
        {"level": "市"},
        {"age": OfficeKey.make().recipient},
        {"signing": base64.b64encode(OfficeKey.make().signing).decode()},
        {"name": 5},
        {"signing": "AAAA"},
    ],
)
def test_a_card_with_a_field_of_somebody_elses_choosing_is_damaged(change):
    fields = canonical.decode(CARD.to_bytes())
    with pytest.raises(Damaged) as damage:
        keys.read_card(canonical.encode(fields | change), "a.deskkey")
    assert damage.value.code == "exchange.card-damaged"


@pytest.mark.parametrize("name", ["", " 局", "a\nb", "局\u202e", "长" * 101])
def test_a_name_that_could_deceive_the_eye_makes_no_card(name):
    with pytest.raises(ValueError):
        KEY.card("county-1", name, "县")


@pytest.mark.parametrize("office", ["", "../x", "市", "a b", "x" * 65])
def test_an_office_id_is_short_ascii(office):
    with pytest.raises(ValueError):
        KEY.card(office, "局", "县")


def test_a_fingerprint_is_eight_groups_of_five_and_pins_office_and_keys():
    groups = CARD.fingerprint.split("-")
    assert [len(group) for group in groups] == [5] * 8
    assert CARD.fingerprint == KEY.card("county-1", "改名后的局", "市").fingerprint
    others = [KEY.card("county-2", "铁西区科技局", "县"), OfficeKey.make().card("county-1", "铁西区科技局", "县")]
    assert all(other.fingerprint != CARD.fingerprint for other in others)


def test_a_fingerprint_never_changes_between_releases():
    card = KeyCard("county-1", "局", "县", bytes(range(32)), "age1x", bytes(64))
    assert card.fingerprint == "M885T-P8C2N-XY5SX-WDFJT-9ZMS3-MZTCA-9ZF31-K5KNF"


def test_a_fingerprint_typed_from_a_letter_is_recognised():
    real = "0O1IL-ABCDE-FGHJK-MNPQR-STVWX-YZ234-56789-00000".replace("O", "0").replace("I", "1").replace("L", "1")
    for typed in (
        real,
        real.lower(),
        real.replace("-", " "),
        real.replace("-", ""),
        real.replace("0", "O"),
        real.replace("0", "o").replace("1", "l"),
        real.replace("1", "I"),
        f"  {real}\n",
        real.replace("-", "—"),
        real.replace("-", "－"),
        "".join(chr(ord(c) + 0xFEE0) for c in real),
    ):
        assert keys.same_fingerprint(typed, real), typed
    assert not keys.same_fingerprint(real[:-1], real)
    assert not keys.same_fingerprint("A" + real[1:], real)
    assert not keys.same_fingerprint("", "")


def test_a_signature_holds_for_its_domain_and_parts_only():
    signature = KEY.sign(Domain.PACKAGE, "ab", "c")
    assert keys.verify(CARD, Domain.PACKAGE, signature, "ab", "c")
    assert not keys.verify(CARD, Domain.PACKAGE, signature, "a", "bc")
    assert not keys.verify(CARD, Domain.PACKAGE, signature, "abc")
    assert not keys.verify(CARD, Domain.HEAD, signature, "ab", "c")
    assert not keys.verify(OfficeKey.make().card("county-1", "局", "县"), Domain.PACKAGE, signature, "ab", "c")


def test_the_signed_head_names_stream_and_number():
    head = hashlib.sha256(b"event").hexdigest()
    signature = KEY.sign_head("stream-1", 7, head)
    assert keys.verify_head(KEY.signing, "stream-1", 7, head, signature)
    assert not keys.verify_head(KEY.signing, "stream-1", 8, head, signature)
    assert not keys.verify_head(KEY.signing, "stream-2", 7, head, signature)
    assert not keys.verify_head(KEY.signing, "stream-1", 7, head[::-1], signature)
    assert not keys.verify_head(b"short", "stream-1", 7, head, signature)
    assert not keys.verify_head(KEY.signing, "stream-1", 7, head, b"")


def test_a_signature_with_a_shifted_scalar_is_refused():
    """RFC 8032 section 5.1.7 bounds S by the group order; a verifier that does not accepts two signatures for one."""
    signature = KEY.sign(Domain.HEAD, "x")
    order = 2**252 + 27742317777372353535851937790883648493
    shifted = (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")
    assert not keys.verify(CARD, Domain.HEAD, signature[:32] + shifted, "x")


@given(st.lists(st.binary(max_size=4), max_size=4), st.lists(st.binary(max_size=4), max_size=4))
def test_no_two_lists_of_parts_give_one_message(left, right):
    assert (keys._message(*left) == keys._message(*right)) == (left == right)


def test_a_sealed_key_opens_with_its_passphrase_only():
    assert OfficeKey.unseal(SEALED, "八个字的口令才够长", "office.key") == KEY
    with pytest.raises(Refused) as refusal:
        OfficeKey.unseal(SEALED, "八个字的口令才够短", "office.key")
    assert refusal.value.code == "exchange.wrong-passphrase"
    assert "office.key" in refusal.value.text()


def test_a_sealed_key_holds_no_secret_in_the_open_and_differs_each_time():
    assert KEY.identity.encode() not in SEALED
    assert base64.b64encode(KEY.seed) not in SEALED
    assert KEY.identity not in repr(KEY)
    assert KEY.seal("八个字的口令才够长", CHEAP) != SEALED


def test_full_width_letters_of_an_input_method_are_the_same_passphrase():
    data = KEY.seal("Passphrase9", CHEAP)
    assert OfficeKey.unseal(data, "Ｐａｓｓｐｈｒａｓｅ９", "office.key") == KEY


def test_a_short_passphrase_is_refused_with_the_length_it_needs():
    with pytest.raises(Refused) as refusal:
        KEY.seal("1234567", CHEAP)
    assert "8" in refusal.value.text()


def test_every_flipped_bit_and_every_cut_of_a_sealed_key_is_damage_not_a_wrong_passphrase():
    spoiled = [SEALED[:at] for at in range(len(SEALED))] + [SEALED + b" "]
    for at in range(len(SEALED) * 8):
        changed = bytearray(SEALED)
        changed[at // 8] ^= 1 << at % 8
        spoiled.append(bytes(changed))
    for data in spoiled:
        with pytest.raises(Damaged) as damage:
            OfficeKey.unseal(data, "八个字的口令才够长", "office.key")
        assert damage.value.code == "exchange.key-damaged"


def _resealed(**changes):
    body = canonical.decode(SEALED) | changes
    del body["check"]
    return canonical.encode({**body, "check": canonical.digest(body)})


@pytest.mark.parametrize(
    "change",
    [{"memory": 1 << 40}, {"memory": "64"}, {"passes": 0}, {"lanes": 10**6}, {"purpose": "backup"}, {"salt": "AAAA"}],
)
def test_a_key_file_cannot_ask_for_more_than_a_pc_has(change):
    with pytest.raises(Damaged):
        OfficeKey.unseal(_resealed(**change), "八个字的口令才够长", "office.key")


def test_a_key_file_of_a_newer_program_says_so():
    with pytest.raises(Refused) as refusal:
        OfficeKey.unseal(_resealed(format=1), "八个字的口令才够长", "office.key")
    assert refusal.value.code == "exchange.newer-key"


def test_parameters_are_bound_to_the_secret():
    with pytest.raises(Refused):
        OfficeKey.unseal(_resealed(passes=2), "八个字的口令才够长", "office.key")


def test_the_default_cost_opens_too():
    assert OfficeKey.unseal(KEY.seal("passphrase"), "passphrase", "office.key") == KEY


def test_no_library_of_ciphers_is_loaded_before_it_is_used():
    names = "alliance_desk.keys.office, alliance_desk.exchange.container, alliance_desk.exchange.opening"
    heavy = "{'cryptography', 'pyrage', 'argon2', 'pypinyin', 'sqlalchemy'}"
    code = f"import sys, {names}; print(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (run.stdout.strip(), run.returncode) == ("[]", 0), run.stderr
