"""What happened to an alliance, in words."""

from alliance_desk.register.alliance import Happening
from alliance_desk.register.asof import Entry
from ui.language import has, tr
from ui.pages.case.wording import wan


def happened(one: Happening, entry: Entry) -> str:
    """A happening in words, without its day and its document."""
    kind, about = one.kind, ""
    if kind == "changed":
        about, kind = tr(f"change-what.{one.about}"), kind if one.before else "changed-to"
    elif kind == "sanction-closed":
        about = tr(f"sanction-outcome.{one.about}")
    elif one.amount:
        kind = f"{kind}-money"
    code = f"ui.register.effect.{kind}"
    said = {"act": entry.act, "title": entry.title, "what": one.what, "about": about, "before": one.before}
    return tr(code if has(code) else "ui.register.effect.other", **said, paper=one.paper, amount=wan(one.amount))


def changed(one: Happening) -> str:
    """A change in few words, for a line of a year."""
    if one.kind in {"member-in", "member-out"}:
        return tr(f"ui.register.effect.{one.kind}", what=one.what)
    return tr("ui.register.years.changed", what=tr(f"change-what.{one.about}"))
