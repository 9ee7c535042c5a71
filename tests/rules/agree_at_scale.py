"""Compare the engine with the reference implementation on 100,000 children per definition.

    nice python -m tests.rules.agree_at_scale [CHILDREN] [DEFINITION ...]

For each published definition children are drawn whose values lie on and beside its own thresholds
in every unit, with censored and missing results, repeats on one day, rows in no order, days on the
last that counts and Up/c at exactly the fall that is asked. Response, what is left open, onset,
confirmation, relapse, sustained, status and the state at every occasion must agree. One row of a
table is printed for each definition; it fails if any child is judged differently. The figures stand
in docs/verification.md. A small part of it runs with the tests (test_against_oracle.py).
"""

import sys
from collections import Counter

from tests.rules.oracle import read_definition
from tests.rules.random_children import draw_children, edges_of
from tests.rules.test_against_oracle import BATCH, TEXTS, disagreements

RESPONSES = (
    "complete remission",
    "partial remission",
    "no response",
    "unclassified",
    "not evaluable",
)


def hold(name: str, count: int) -> int:
    """Compare all children under one definition, print a row and return the number that differ."""
    text = TEXTS[name]
    oracle, edges = read_definition(text), edges_of(text)
    responses: Counter[str] = Counter()
    results = censored = differing = 0
    for start in range(0, count, BATCH):
        children = draw_children(1_000_000 + start, min(BATCH, count - start), edges)
        different = disagreements(text, children)
        differing += len(different)
        if different:
            print(different[0], file=sys.stderr, flush=True)
        responses.update(oracle.judge(*child).response for child in children[:1_000])
        results += sum(len(labs) for labs, _ in children)
        censored += sum(bool(lab.result.sign) for labs, _ in children for lab in labs)
    sampled = sum(responses.values())
    shares = " | ".join(f"{100 * responses[each] / sampled:.0f} %" for each in RESPONSES)
    print(
        f"| `{name}` | {count:,} | {results:,} | {censored:,} | {shares} | {differing} |",
        flush=True,
    )
    return differing


def main(arguments: list[str]) -> int:
    """Print the table for the definitions named on the command line."""
    count = int(arguments[0]) if arguments else 100_000
    print("| definition | children | results | censored | CR | PR | NR | UC | ? | disagreements |")
    print("|---|---|---|---|---|---|---|---|---|---|", flush=True)
    return min(1, sum([hold(name, count) for name in arguments[1:] or TEXTS]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
