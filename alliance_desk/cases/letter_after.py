"""Which letters there are of cases beneath an alliance of the register."""

from collections.abc import Callable, Mapping

from alliance_desk.cases import letter_changes as changes
from alliance_desk.cases import letter_exits as exits
from alliance_desk.cases import letter_measures as measures
from alliance_desk.cases import letter_records as records
from alliance_desk.cases import letter_support as support
from alliance_desk.cases.letter_file import archive
from alliance_desk.cases.letter_notices import NOTICES
from alliance_desk.cases.letter_results import RESULTS
from alliance_desk.cases.letter_values import VALUES, Subject, Values

AFTER: Mapping[str, Callable[[Subject], tuple[Values, str]]] = {
    **RESULTS,
    **NOTICES,
    "reply": VALUES["reply"],
    "warning": measures.warning,
    "rectification": measures.rectification,
    "rectification-result": measures.rectification_result,
    "change-reply": changes.reply,
    "change-refusal": changes.refusal,
    "hearing": exits.hearing,
    "exit-decision": exits.decision,
    "exit-notice": exits.notice,
    "upward": support.upward,
    "support-review": support.support_review,
    "support-decision": support.support_decision,
    "receipt": records.receipt,
    "guidance": records.guidance,
    "minutes": records.minutes,
    "equal": records.equal,
    "archive": archive,
}
"""As ``letter_values.VALUES``, of cases beneath an alliance."""
