"""A file after a change: the patch read field by field, what hangs on what was taken away, and what no single field shows."""

from collections.abc import Collection
from typing import cast

from msgspec import Struct

from alliance_desk.canonical import Json
from alliance_desk.cases.field_faults import EditFaults
from alliance_desk.cases.file_values import Values
from alliance_desk.cases.initials import initials
from alliance_desk.ledger import patch as patches
from alliance_desk.policy.pack import Pack


class After(Struct, frozen=True):
    """The sections of a file, and the private document, as a change leaves them."""

    file: Json
    private: Json


def read_after(
    rules: Pack, before: Json, private: Json, patch: Json, private_patch: Json, sections: Collection[str]
) -> After:
    """What a patch makes of a file. before: its sections. sections: those that may change. Raises EditFaults with everything that is wrong."""
    values = Values(rules, before)
    change = values.file(patch, sections)
    after = After(
        _settled(before, patches.apply(before, change)), patches.apply(private, values.private(private_patch))
    )
    values.document = after.file
    _agree(values, change)
    if values.faults:
        raise EditFaults(values.faults)
    return after


def _settled(before: Json, after: Json) -> Json:
    """What follows by itself: new rows get their place, members that go take their papers along, initials follow the name."""
    gone = set(_table(before, "members")) - set(_table(after, "members"))
    found = dict(after)
    if gone and "papers" in found:
        found["papers"] = {key: paper for key, paper in found["papers"].items() if paper.get("member") not in gone}
    alliance: Json = dict(found["alliance"])
    if alliance.get("host") in gone:
        del alliance["host"]
    if alliance["name"] != before["alliance"]["name"]:
        alliance["initials"] = initials(alliance["name"])
    found["alliance"] = alliance
    if "members" in found:
        found["members"] = _ordered(found["members"])
    if "bodies" in found:
        found["bodies"] = {
            key: {**body, "people": _ordered(body["people"])} if "people" in body else body
            for key, body in found["bodies"].items()
        }
    return found


def _ordered(records: Json) -> Json:
    """Records without a place come after those that have one."""
    last = max((record.get("order", 0) for record in records.values()), default=0)
    found: Json = {}
    for key, record in records.items():
        last += "order" not in record
        found[key] = {"order": last, **record}
    return found


def _agree(values: Values, change: Json) -> None:
    """Names that are missing or stand twice, a second lead, a host that is no member, a term that ends before it starts."""
    file = values.document
    if "members" in change:
        _agree_members(values)
    for body in _table(change, "bodies"):
        for key, person in _table(_table(file, "bodies").get(body, {}), "people").items():
            _has_name(values, f"bodies.{body}.people.{key}", person)
    host = file["alliance"].get("host")
    if "host" in _table(change, "alliance") and host is not None and host not in _table(file, "members"):
        values.fault("alliance.host", "editing.fault.no-such-member")
    agreement = _table(file, "agreement")
    if "agreement" in change and "end" in agreement and agreement["end"] < agreement.get("start", ""):
        values.fault("agreement.end", "editing.fault.end-before-start")


def _agree_members(values: Values) -> None:
    names: set[str] = set()
    codes: dict[str, str] = {}
    lead = ""
    members = cast("dict[str, Json]", _table(values.document, "members"))
    for key, member in sorted(members.items(), key=lambda item: item[1].get("order", 0)):
        path, name, code = f"members.{key}", str(member.get("name", "")), str(member.get("code", ""))
        _has_name(values, path, member)
        folded = "".join(name.split()).casefold()
        if folded and folded in names:
            values.fault(f"{path}.name", "editing.fault.same-name")
        names.add(folded)
        if code and code in codes:
            values.fault(f"{path}.code", "editing.fault.same-code", name=codes[code])
        codes.setdefault(code, name)
        if member.get("role") == "lead":
            applicant = values.rules.pack.words.applicant
            if lead:
                values.fault(f"{path}.role", "editing.fault.second-lead", applicant=applicant, name=lead)
            lead = lead or name


def _has_name(values: Values, path: str, record: Json) -> None:
    """A member or a person has a name; one that was typed and is faulty is told of already."""
    if not record.get("name") and not any(fault.path == f"{path}.name" for fault in values.faults):
        values.fault(f"{path}.name", "sheets.fault.required")


def _table(document: Json, name: str) -> Json:
    return cast("Json", document.get(name) or {})
