"""Compare the engine with the reference implementation on 100,000 children per definition.

    nice python -m tests.rules.agree_at_scale [CHILDREN] [STRATEGY or "lines"] [DEFINITION ...]

For each definition children are drawn whose values lie on and beside its own thresholds in every
unit, with censored, unreadable and missing results, three urine tests, diaries with missing days,
specimens, body sizes, repeats on one day, rows in no order, events and courses of drugs whose days
are known, known in part or not at all. Verdict, what is left open, onset, confirmation, remission
at start, window, relapse, sustained, status and the state at every visit must agree. With `lines`
every line of treatment is a child. One row of a table is printed for each definition; it fails if
any child is judged differently. The figures stand in docs/verification.md. A small part of it runs
with the tests (test_against_oracle.py).
"""

import sys
from collections import Counter

from srns.rules.rescue import STRATEGIES
from tests.rules.oracle import read_definition
from tests.rules.random_children import draw_children, edges_of
from tests.rules.test_against_oracle import (
    BATCH,
    TEXTS,
    disagreements,
    disagreements_of_lines,
)

LINES = "lines"
RESPONSES = (
    "complete remission",
    "partial remission",
    "no response",
    "unclassified",
    "not evaluable",
    "in remission at start",
)


def hold(name: str, count: int, strategy: str) -> int:
    """Compare all children under one definition, print a row and return the number that differ."""
    text = TEXTS[name]
    oracle, edges = read_definition(text), edges_of(text)
    responses: Counter[str] = Counter()
    results = unclear = differing = 0
    judged_by = STRATEGIES[0] if strategy == LINES else strategy
    for start in range(0, count, BATCH):
        children = draw_children(1_000_000 + start, min(BATCH, count - start), edges)
        if strategy == LINES:
            different = disagreements_of_lines(text, children)
        else:
            different = disagreements(text, children, strategy)
        differing += len(different)
        if different:
            print(different[0], file=sys.stderr, flush=True)
        responses.update(oracle.judge(child, judged_by).response for child in children[:500])
        results += sum(len(child.labs) for child in children)
        unclear += sum(
            bool(lab.result.sign) or lab.result.value is None
            for child in children
            for lab in child.labs
        )
    sampled = sum(responses.values())
    shares = " | ".join(f"{100 * responses[each] / sampled:.0f} %" for each in RESPONSES)
    print(
        f"| `{name}` | {count:,} | {results:,} | {unclear:,} | {shares} | {differing} |",
        flush=True,
    )
    return differing


def main(arguments: list[str]) -> int:
    """Print the table for the definitions named on the command line."""
    count = int(arguments[0]) if arguments else 100_000
    strategy = STRATEGIES[0]
    names = arguments[1:]
    if names and names[0] in (*STRATEGIES, LINES):
        strategy, names = names[0], names[1:]
    print(f"Strategy: {strategy}\n")
    print("| definition | children | results | censored or unreadable "
          "| CR | PR | NR | UC | NE | RS | disagreements |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|---|", flush=True)
    return min(1, sum([hold(name, count, strategy) for name in names or TEXTS]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
