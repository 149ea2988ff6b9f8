"""Support that was granted: which, how much within the policy's bounds, and the review that stands behind it."""

from alliance_desk.care import support as verbs
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.policy.after import Kind
from alliance_desk.policy.pack import Support
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Task, Values
from ui.task import Kind as Field
from ui.tasks.about import article
from ui.tasks.asks import not_ahead, on_day, reason
from ui.tasks.of_alliance import OfAlliance, choose, chosen


def support_task(seat: Seat, alliance: str, support: str = "") -> Task:
    """The task that records support. support: id in the policy, chosen when empty. Raises Refused when the alliance is not known."""
    about = OfAlliance(seat, alliance)
    procedures = {one.id for one in about.offers(Kind.SUPPORT)}
    items = {
        key: item for key, item in about.rules.support.items() if item.procedure in procedures and support in ("", key)
    }
    choices = [(key, item.name) for key, item in items.items()]

    def which(values: Values) -> str:
        return chosen(values, "support", choices)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        key = which(values)
        return verbs.grant(
            desk, alliance, key, values["document"], values["on"], amount=values.get(f"amount.{key}", 0), year=values.get("year", ""),
            review=values.get("review", ""), note=values.get("note", ""),
        )  # fmt: skip

    def live(values: Values) -> str:
        key = which(values)
        return "\n".join(_told(about, items[key])) if key in items else ""

    def check(values: Values) -> list[tuple[str, str]]:
        key, year = which(values), str(values.get("year", ""))
        found = _outside(items[key], key, values) if key in items else []
        if year and not (len(year) == 4 and year.isdecimal()):
            found.append(("year", tr("ui.care.support.no-year")))
        return [*not_ahead(seat, values, "on"), *found]

    def reviewed(values: Values) -> bool:
        key = which(values)
        return key in items and items[key].review

    return Task(
        id=f"care.support.{support or 'any'}.{alliance[:8]}",
        title=tr("ui.care.support.title"),
        submit=tr("ui.care.support.submit"),
        work=work,
        fields=[
            *choose("support", tr("ui.care.support.which"), choices),
            *(_amount(key, item, choices) for key, item in items.items()),
            Ask("review", tr("ui.care.support.review"), required=True, limit=80, hint=tr("ui.care.support.review-hint"), when=reviewed),
            Ask("document", tr("ui.care.support.document"), required=True, limit=80),
            on_day(seat, tr("ui.care.support.on")),
            Ask("year", tr("ui.care.support.year"), limit=4, usual=str(seat.today.year)),
            reason(tr("ui.tasks.note"), required=False),
        ],
        intro="\n".join([about.head, *([choices[0][1]] if len(choices) == 1 else []), tr("ui.care.support.intro")]),
        basis=about.basis([(item.name, item) for item in items.values()]),
        live=live,
        check=check,
    )  # fmt: skip


def _amount(key: str, item: Support, choices: list[tuple[str, str]]) -> Ask:
    """How much, with the bounds of the policy beneath it."""
    bounds = {"least": verbs.in_wan(item.least), "most": verbs.in_wan(item.most)}
    code = "between" if item.least and item.most else "at-most" if item.most else "at-least" if item.least else "free"
    hint = tr(f"ui.care.support.{code}", **bounds, basis=item.basis)
    bound = bool(item.least or item.most)
    return Ask(
        f"amount.{key}", tr("ui.care.support.amount"), Field.MONEY, required=bound, hint=hint,
        when=lambda values: chosen(values, "support", choices) == key,
    )  # fmt: skip


def _outside(item: Support, key: str, values: Values) -> list[tuple[str, str]]:
    amount = int(values.get(f"amount.{key}", 0))
    if amount < item.least or (item.most and amount > item.most):
        facts = {"name": item.name, "least": verbs.in_wan(item.least), "most": verbs.in_wan(item.most)}
        return [(f"amount.{key}", tr("care.support.out-of-bounds", **facts))]
    return []


def _told(about: OfAlliance, item: Support) -> list[str]:
    """The article, and which grade it is only for."""
    told = [article(about.rules, item.basis, item.name)]
    if item.grades:
        wanted = tr("ui.list-sign").join(about.rules.grade[key].name for key in item.grades)
        now = str(about.line.last.get("name", "")) or tr("statistics.unknown.grade")
        told.append(tr("ui.care.support.graded", wanted=wanted, now=now))
    return told
