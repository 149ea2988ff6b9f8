"""How the parts of a pack are called in sentences: units, filters, readings, amounts. Used by the rule book and by differences."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from alliance_desk import words
from alliance_desk.errors import Fact
from alliance_desk.policy.findings import label
from alliance_desk.policy.pack import Pack, Where

FEN = 100
WAN = 10_000


class Speech:
    """The words for one pack. rules: composed (every reading chosen). places: division code prefix → name, where known."""

    def __init__(self, rules: Pack, language: str = "zh_CN", places: Mapping[str, str] | None = None) -> None:
        self.rules = rules
        self.language = language
        self.places = places or {}

    def say(self, code: str, /, **facts: Fact) -> str:
        """A wording with its facts; the policy's own word for the act is always one."""
        return words.text(code, {"act": self.rules.pack.words.act, **facts}, self.language)

    def either(self, values: Iterable[str]) -> str:
        """One of these."""
        return self.say("rulebook.or").join(values)

    def every(self, values: Iterable[str]) -> str:
        """All of these."""
        return self.say("rulebook.and").join(values)

    def series(self, values: Iterable[str]) -> str:
        """Several remarks one after another."""
        return self.say("rulebook.semicolon").join(values)

    def listing(self, values: Iterable[str]) -> str:
        """Names one after another."""
        return self.say("rulebook.comma").join(values)

    def path(self, path: str) -> str:
        """What a document path is called: a member's field with whose it is, a paper or a body by its own name."""
        first, _, rest = path.partition(".")
        if first in {"members", "lead"} and rest:
            field = rest.removeprefix("*.")
            whole = label("lead", self.language) if first == "lead" else label("members", self.language)
            what = label(f"members.{field}", self.language)
            return what if what.startswith(whole) else self.say("rulebook.of-whom", whose=whole, what=what)
        named = {"papers": self.rules.paper, "bodies": self.rules.body}.get(first, {})
        if rest and (item := named.get(rest.partition(".")[0])):
            return item.name
        return label(path, self.language)

    def place(self, prefix: str) -> str:
        """A division code prefix; ``@`` is the policy's own region."""
        if prefix == "@":
            return self.say("rulebook.here")
        return self.say("rulebook.place", name=self.places[prefix], code=prefix) if prefix in self.places else prefix

    def where(self, where: Where) -> str:
        """What a filter asks of a member; empty for one that asks nothing."""
        return self.every(self._parts(where))

    def members(self, *wheres: Where | None) -> str:
        """The members that match any of these filters."""
        given = [where for where in wheres if where is not None]
        if not given or Where() in given:
            return self.say("rulebook.members-all")
        return self.say("rulebook.members-or").join(self._members(where) for where in given)

    def _members(self, where: Where) -> str:
        which = self.where(where)
        said = self.say("rulebook.members-of", which=which) if which else self.say("rulebook.members-all")
        return said + "".join(self.say("rulebook.only-if", reading=one) for one in self.given(where.given))

    def _parts(self, where: Where) -> Iterator[str]:
        if where.roles:
            yield self.say("rulebook.where.roles", values=self.either(self._labels("member-role", where.roles)))
        if where.kinds:
            yield self.say("rulebook.where.kinds", values=self.either(self._labels("member-kind", where.kinds)))
        if where.registered:
            yield self.say("rulebook.where.registered", values=self.either(map(self.place, where.registered)))
        if where.seated:
            yield self.say("rulebook.where.seated", values=self.either(map(self.place, where.seated)))
        if where.flags:
            yield self.say("rulebook.where.flags", values=self.every(self._labels("flag", where.flags)))
        if where.legal_person is not None:
            yield self.say("rulebook.where.legal-person" if where.legal_person else "rulebook.where.no-legal-person")

    def given(self, given: Mapping[str, str]) -> Iterator[str]:
        """Under which readings something holds."""
        for key, option in given.items():
            reading = self.rules.reading[key]
            yield self.say("rulebook.reads-so", question=reading.question, option=reading.options[option])

    def _labels(self, table: str, values: Iterable[str]) -> list[str]:
        return [words.text(f"{table}.{value}", language=self.language) for value in values]

    def chosen(self, key: str) -> str:
        """How the office reads an open wording, in its own words."""
        reading = self.rules.reading[key]
        return reading.options[self.rules.chosen.get(key, reading.default)]

    def option(self, key: str) -> str:
        """The id of the option chosen."""
        return self.rules.chosen.get(key, self.rules.reading[key].default)

    def reading(self, key: str) -> str:
        """An open wording with the option chosen and the others there are."""
        reading = self.rules.reading[key]
        others = [wording for option, wording in reading.options.items() if option != self.option(key)]
        return self.say(
            "rulebook.reads", question=reading.question, option=self.chosen(key), others=self.either(others)
        )

    def in_brackets(self, key: str) -> str:
        """An open wording as a remark."""
        return self.say("rulebook.bracketed", text=self.reading(key))

    def yes_no(self, value: str, yes: str, no: str) -> str:
        """A fixed yes or no, or the reading that says it. yes, no: wording codes."""
        if value in self.rules.reading:
            return self.say(yes if self.option(value) == "yes" else no) + self.in_brackets(value)
        return self.say(yes if value == "yes" else no)

    def role(self, key: str) -> str:
        """The office that has a part in the policy."""
        return self.rules.role[key].name if key in self.rules.role else key

    def money(self, fen: int) -> str:
        """An amount in 万元."""
        return self.say("rulebook.money", amount=f"{(Decimal(fen) / (FEN * WAN)).normalize():f}")
