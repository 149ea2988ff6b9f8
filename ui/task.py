"""A task: what a verb asks a person before it runs, as data. The drawer shows any of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from PySide6.QtWidgets import QWidget

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress

Values = dict[str, Any]
"""Field id → value as its kind gives it (see ``Kind``); what was left empty is not in it."""


class Kind(StrEnum):
    """What a field of a task holds, and the type of its value."""

    TEXT = "text"  # str
    LONG = "long"  # str of several lines
    DATE = "date"  # datetime.date
    CHOICE = "choice"  # str, the value of one of the choices
    CHOICES = "choices"  # list[str]
    YES = "yes"  # bool
    NUMBER = "number"  # int
    MONEY = "money"  # int, 分 (a hundredth of a yuan); typed in 万元
    PEOPLE = "people"  # list[str], names
    FILE = "file"  # Path of a file that is there
    FOLDER = "folder"  # Path of a folder that is there
    SAVE = "save"  # Path of a file to be written
    STICK = "stick"  # Path: a folder on a removable drive, or chosen freely
    PASSPHRASE = "passphrase"  # str, not echoed, never kept in a draft  # noqa: S105
    CODE = "code"  # str, a unit's 18-character code, checked as it is typed


@dataclass(frozen=True)
class Ask:
    """One field. label, hint: words. choices: (value, words). usual: the value before anything is typed.

    when: shows the field only for these values of the others. limit: longest text. file_types: a file dialog's filter in words.
    """

    id: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    hint: str = ""
    usual: Any = None
    choices: Sequence[tuple[str, str]] = ()
    limit: int = 4000
    file_types: str = ""
    when: Callable[[Values], bool] | None = None


@dataclass(frozen=True)
class Task:
    """One task.

    id: form id, drafts are kept under it. title, intro, submit: words; submit is the verb on the button. basis: article.
    work: runs in the worker with the values; returns Changes. stream, seen: the record it is about and the head the person saw.
    live: words about the values as they are now, shown under the fields (the end of a notice, who would be copied).
    check: problems of the values before anything runs: (field id or empty, words).
    content: a widget above the fields, made with the drawer as parent (a preview, a list).
    done: called with the Changes after success. keep_open: the drawer stays for the next one of its kind (score sheets).
    danger: the button says that this cannot be undone.
    """

    id: str
    title: str
    submit: str
    work: Callable[[Desk, Values, Progress], Changes]
    fields: Sequence[Ask] = ()
    intro: str = ""
    basis: str = ""
    stream: str = ""
    seen: Mapping[str, int] = field(default_factory=dict[str, int])
    live: Callable[[Values], str] | None = None
    check: Callable[[Values], list[tuple[str, str]]] | None = None
    content: Callable[[QWidget], QWidget] | None = None
    done: Callable[[Changes], None] | None = None
    keep_open: bool = False
    danger: str = ""
