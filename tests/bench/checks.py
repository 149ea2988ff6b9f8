"""How long the conditions of one case take, against reading the same case from its canonical bytes."""

from collections.abc import Iterable

from alliance_desk import canonical
from alliance_desk.policy.checks import evaluate
from tests.bench.timing import both, told
from tests.packs import scenario

MEMBERS, TIMES = 30, 31


def checks() -> Iterable[str]:
    """All conditions of a case of 30 members, policy by policy (aim 5 ms)."""
    for name in scenario.told():
        rules = scenario.rules_for(name, {})
        document = scenario.good_case(name, rules, {"members": MEMBERS})
        others, data = scenario.others_for(name, {}), canonical.encode(document)
        ours, base = both(
            lambda: evaluate(rules, document, others),  # noqa: B023 - called at once
            lambda: canonical.decode(data),  # noqa: B023 - called at once
            runs=TIMES,
        )
        how = f"{len(rules.check)} conditions, {MEMBERS} members, median of {TIMES}"
        yield told(f"checks {name}", 1_000 * ours, "ms", how, "decoding the case", 1_000 * base)
