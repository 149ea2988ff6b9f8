"""Which letters there are of applications."""

from collections.abc import Callable, Mapping

from alliance_desk.cases.letter_file import FILE
from alliance_desk.cases.letter_notices import NOTICES
from alliance_desk.cases.letter_values import VALUES, Subject, Values

BEFORE: Mapping[str, Callable[[Subject], tuple[Values, str]]] = {**VALUES, **NOTICES, **FILE}
"""As ``letter_values.VALUES``, of applications."""
