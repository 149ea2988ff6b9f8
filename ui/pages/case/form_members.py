"""The form of the members: one line a unit as in the workbook, one of them in fields."""

import uuid

from PySide6.QtWidgets import QWidget

from ui.language import tr
from ui.pages.case.form_records import Records
from ui.pages.case.form_rows import Rows
from ui.pages.case.form_shape import Shape
from ui.pages.case.form_state import FileState
from ui.seat import Seat


class Members(Records):
    """The members of an alliance."""

    kind = "members"

    def __init__(self, seat: Seat, shape: Shape, state: FileState, parent: QWidget | None = None) -> None:
        home = str(seat.reader.settings["office"].get("division", ""))
        self._roles = dict(next((shape.choices(one.field) for one in shape.member if one.key == "role"), []))
        self._kinds = dict(next((shape.choices(one.field) for one in shape.member if one.key == "kind"), []))
        super().__init__(seat, Rows("form.members", shape.member, shape, home=home, narrow=True), state, parent)

    def _keys(self) -> list[str]:
        return [key for key, _ in self.state.records("members")]

    def places(self) -> list[str]:
        return [f"members.{key}" for key in self._keys()]

    def lost(self) -> list[str]:
        return [f"members.{key}" for key, _ in self.state.gone("members")]

    def below(self, path: str) -> str:
        record = self.state.record(path)
        parts = [self._roles.get(record.get("role", ""), ""), self._kinds.get(record.get("kind", ""), "")]
        place = self.places().index(path) + 1 if path in self.places() else 0
        return tr("ui.form.members.line", place=place, parts=tr("ui.form.dot").join(part for part in parts if part))

    def icon(self, path: str) -> str:
        record = self.state.record(path)
        return "star" if record.get("role") == "lead" else "member"

    def new(self) -> str:
        key = uuid.uuid4().hex
        last = max((int(record.get("order", 0)) for _, record in self.state.records("members")), default=0)
        self.state.put(f"members.{key}.order", last + 1)
        return f"members.{key}"

    def shift(self, path: str, way: int) -> None:
        keys = self._keys()
        at = keys.index(path.partition(".")[2])
        keys[at], keys[at + way] = keys[at + way], keys[at]
        self.state.arrange("members", keys)

    def at_edge(self, path: str, way: int) -> bool:
        keys = self._keys()
        at = keys.index(path.partition(".")[2]) + way
        return not 0 <= at < len(keys)

    def goes_with(self, path: str) -> str:
        """Papers and the seat of the office hang on a member."""
        del path
        return tr("ui.form.members.goes-with")
