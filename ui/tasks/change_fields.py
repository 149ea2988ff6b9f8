"""The fields of what is to change of an alliance: for each change of the policy those it needs, and what was typed in them."""

from collections.abc import Callable, Sequence

from alliance_desk.care.changes import Asked
from alliance_desk.policy.pack import Change
from alliance_desk.policy.vocabulary import MEMBER_KINDS, MEMBER_ROLES
from ui.language import tr
from ui.task import Ask, Kind, Values
from ui.tasks.of_alliance import OfAlliance

_MOST = 5
"""So many units may join in one case; more of them join in another."""
_UNKNOWN = frozenset({"persons", "charter", "other"})
"""What the register does not know as it was: that is asked for too."""
_OF_LINE = frozenset({"name", "host", "liable_body", "office", "field", "agreement_end"})
_REGION = 6
"""Figures of a division's code (GB/T 2260)."""


class ChangeFields:
    """The fields for some changes of one alliance. keys: ids in the policy."""

    def __init__(self, about: OfAlliance, keys: Sequence[str]) -> None:
        self._about = about
        self._items: dict[str, Change] = {key: about.rules.change[key] for key in keys}

    def asks(self, when: Callable[[Values], bool] | None = None, usual: Sequence[str] = ()) -> list[Ask]:
        """Which changes, and the fields of each. when: whether any of them is asked for at all. usual: those that are ticked already."""
        choices = [(key, item.name) for key, item in self._items.items()]
        fields: list[Ask] = []
        if len(choices) > 1:
            fields.append(
                Ask(
                    "changes", tr("ui.care.change.which"), Kind.CHOICES, required=True, choices=choices, when=when,
                    usual=list(usual) or None,
                )
            )  # fmt: skip
        for key, item in self._items.items():
            fields += self._fields(key, item, self._shown(key, when))
        return fields

    def read(self, values: Values) -> list[Asked]:
        """What was typed, one by one, in the order of the policy."""
        return [one for key in self.ticked(values) for one in self._asked(key, self._items[key], values)]

    def ticked(self, values: Values) -> list[str]:
        """The changes that are asked for."""
        if len(self._items) == 1:
            return list(self._items)
        return [key for key in self._items if key in (values.get("changes") or [])]

    def faults(self, values: Values) -> list[tuple[str, str]]:
        """What cannot stand together, and what is no code of a division."""
        found: list[tuple[str, str]] = []
        procedures = {self._items[key].procedure for key in self.ticked(values)}
        if len(procedures) > 1:
            names = tr("ui.list-sign").join(self._items[key].name for key in self.ticked(values))
            found.append(("changes", tr("care.change.mixed", names=names)))
        for key, value in values.items():
            if key.startswith("registered.") and not (len(str(value)) == _REGION and str(value).isdecimal()):
                found.append((key, tr("ui.care.change.no-region")))
        return found

    def _shown(self, key: str, when: Callable[[Values], bool] | None) -> Callable[[Values], bool]:
        def shown(values: Values) -> bool:
            return (when is None or when(values)) and (len(self._items) == 1 or key in (values.get("changes") or []))

        return shown

    # The fields of one change

    def _fields(self, key: str, item: Change, when: Callable[[Values], bool]) -> list[Ask]:
        def ask(name: str, code: str, kind: Kind = Kind.TEXT, **more: object) -> Ask:
            label = tr(f"ui.care.change.{code}", name=item.name)
            return Ask(f"{name}.{key}", label, kind, required=True, when=when, limit=200, **more)  # pyright: ignore[reportArgumentType]

        what = item.what
        if what == "lead":
            hint = tr("ui.care.change.lead-hint", now=self._before(what))
            return [ask("member", "new-lead", Kind.CHOICE, choices=self._about.member_choices(lead=False), hint=hint)]
        if what == "member_out":
            return [ask("members", "leaving", Kind.CHOICES, choices=self._about.member_choices(lead=False))]
        if what == "member_renamed":
            choices = self._about.member_choices(lead=True)
            return [ask("member", "renamed", Kind.CHOICE, choices=choices), ask("after", "new-name-of-member")]
        if what == "member_in":
            return [one for place in range(1, _MOST + 1) for one in _joining(key, place, when)]
        now = self._before(what)
        hint = tr("ui.care.change.now", now=now) if now else ""
        fields = self._about.rules.field_
        if what == "field" and fields:
            choices = [(one.name, one.name) for one in fields.values() if one.name != now]
            return [ask("after", "after", Kind.CHOICE, choices=choices, hint=hint)]
        if what == "agreement_end":
            return [ask("after", "new-end", Kind.DATE, hint=hint)]
        before = [ask("before", "before")] if what in _UNKNOWN else []
        return [*before, ask("after", "after", hint=hint)]

    def _before(self, what: str) -> str:
        head = self._about.line.head
        return str(head.get(what, "")) if what in _OF_LINE or what == "lead" else ""

    # What was typed

    @staticmethod
    def _asked(key: str, item: Change, values: Values) -> list[Asked]:
        if item.what == "member_out":
            return [Asked(change=key, member=one) for one in values.get(f"members.{key}", [])]
        if item.what == "member_in":
            places = [place for place in range(1, _MOST + 1) if values.get(f"name.{key}.{place}")]
            return [Asked(change=key, record=_record(key, place, values)) for place in places]
        # A day says itself as YYYY-MM-DD.
        member, after = str(values.get(f"member.{key}", "")), str(values.get(f"after.{key}", ""))
        return [Asked(change=key, member=member, after=after, before=str(values.get(f"before.{key}", "")))]


def _joining(key: str, place: int, when: Callable[[Values], bool]) -> list[Ask]:
    """The fields of one unit that joins; the next ones are there once somebody asks for one more."""

    def shown(values: Values) -> bool:
        return when(values) and all(values.get(f"more.{key}.{before}") for before in range(1, place))

    kinds = [(one, tr(f"member-kind.{one}")) for one in MEMBER_KINDS]
    roles = [(one, tr(f"member-role.{one}")) for one in MEMBER_ROLES if one != "lead"]
    number = f" {place}" if place > 1 else ""

    def label(code: str) -> str:
        return tr(f"ui.care.change.{code}", number=number)

    fields = [
        Ask(f"name.{key}.{place}", label("joins"), required=True, limit=100, when=shown),
        Ask(f"code.{key}.{place}", label("code"), Kind.CODE, when=shown),
        Ask(f"kind.{key}.{place}", label("kind"), Kind.CHOICE, required=True, choices=kinds, when=shown),
        Ask(f"role.{key}.{place}", label("role"), Kind.CHOICE, required=True, choices=roles, usual="ordinary", when=shown),
        Ask(f"registered.{key}.{place}", label("registered"), limit=_REGION, hint=tr("ui.care.change.registered-hint"), when=shown),
        Ask(f"legal.{key}.{place}", label("legal"), Kind.YES, usual=True, when=shown),
    ]  # fmt: skip
    if place < _MOST:
        fields.append(Ask(f"more.{key}.{place}", label("more"), Kind.YES, when=shown))
    return fields


def _record(key: str, place: int, values: Values) -> dict[str, object]:
    said = {name: values.get(f"{name}.{key}.{place}") for name in ("name", "code", "kind", "role", "registered")}
    found: dict[str, object] = {name: value for name, value in said.items() if value}
    if found.get("registered"):
        found["seated"] = found["registered"]
    return found | {"legal_person": bool(values.get(f"legal.{key}.{place}"))}
