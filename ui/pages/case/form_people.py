"""The form of the bodies: one line a person as in the workbook, in the order of the policy's bodies."""

import uuid
from copy import deepcopy

from PySide6.QtWidgets import QWidget

from alliance_desk.sheets.columns import PERSON
from ui.language import tr
from ui.pages.case.form_records import Records
from ui.pages.case.form_rows import Rows
from ui.pages.case.form_shape import Shape
from ui.pages.case.form_state import FileState, ordered
from ui.seat import Seat

_BODY = "body"


class People(Records):
    """The people of the alliance's bodies. Which body one belongs to is where the record stands."""

    kind = "people"

    def __init__(self, seat: Seat, shape: Shape, state: FileState, parent: QWidget | None = None) -> None:
        self._bodies = dict(shape.choices(PERSON[0]))
        rows = Rows("form.people", shape.person, shape, narrow=True)
        rows.elsewhere[_BODY] = body_of
        super().__init__(seat, rows, state, parent)
        rows.chosen.connect(lambda _key, body: self._change_body(body))

    def places(self) -> list[str]:
        known = [*self._bodies, *(body for body in self.state.record("bodies") if body not in self._bodies)]
        return [
            f"bodies.{body}.people.{key}" for body in known for key, _ in self.state.records(f"bodies.{body}.people")
        ]

    def lost(self) -> list[str]:
        there = {path.rpartition(".")[2] for path in self.places()}
        bodies = self.state.base.get("bodies", {})
        return [
            f"bodies.{body}.people.{key}"
            for body, record in bodies.items()
            for key, _ in ordered(record.get("people"))
            # Who was moved to another body is there.
            if key not in there
        ]

    def below(self, path: str) -> str:
        record = self.state.record(path)
        body = body_of(path)
        parts = [self._bodies.get(body, body), str(record.get("post", ""))]
        return tr("ui.form.dot").join(part for part in parts if part)

    def icon(self, path: str) -> str:
        del path
        return "user"

    def _change_body(self, body: str | None) -> None:
        """Another body: the record moves there with all it holds."""
        if not self.path or body is None or body == body_of(self.path):
            return
        record = deepcopy(self.state.value(self.path))
        self.state.put(self.path, None)
        above, key = f"bodies.{body}.people", self.path.rpartition(".")[2]
        last = max((int(one.get("order", 0)) for _, one in self.state.records(above)), default=0)
        self.path = f"{above}.{key}"
        self.state.put(self.path, {**record, "order": last + 1})
        self._fill()
        self.changed.emit(self.path)

    def new(self) -> str:
        # The next one most often belongs to the body at the cursor.
        body = body_of(self.path) if self.path else next(iter(self._bodies))
        above = f"bodies.{body}.people"
        last = max((int(one.get("order", 0)) for _, one in self.state.records(above)), default=0)
        path = f"{above}.{uuid.uuid4().hex}"
        self.state.put(f"{path}.order", last + 1)
        return path

    def _keys(self, path: str) -> list[str]:
        above = path.rpartition(".")[0]
        return [key for key, _ in self.state.records(above)]

    def shift(self, path: str, way: int) -> None:
        above, _, key = path.rpartition(".")
        keys = self._keys(path)
        at = keys.index(key)
        keys[at], keys[at + way] = keys[at + way], keys[at]
        self.state.arrange(above, keys)

    def at_edge(self, path: str, way: int) -> bool:
        keys = self._keys(path)
        at = keys.index(path.rpartition(".")[2]) + way
        return not 0 <= at < len(keys)


def body_of(path: str) -> str:
    """The body that a person's path lies in."""
    return path.split(".")[1]
