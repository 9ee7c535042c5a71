"""What does comparing twelve definitions cost, in classifications?

Run: python -m benchmarks.comparison [--runs 5]. The same invented children are judged once by one
definition and once by twelve, in the same process; the ratio is what counts. Definitions are the
published ones, filled up with variants where there are fewer than twelve.
"""

import argparse
import statistics
import time
from collections.abc import Callable

from benchmarks.cohorts import invent_cohort
from srns.analysis.definitions.comparison import compare
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.load_definition import load_definition, published
from srns.rules.variants import with_occasions

SIZES = ((8, 30), (1_000, 50))
"""Children, and occasions of each."""
WANTED = 12


def twelve() -> list[Definition]:
    """Give twelve definitions."""
    definitions = list(published())[:WANTED]
    while len(definitions) < WANTED:
        definitions.append(with_occasions(definitions[0], 0, 4 + len(definitions)))
    return definitions


def seconds(run: Callable[[], object], runs: int) -> list[float]:
    """Time something so many times."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return taken


def main() -> None:
    """Print the ratio for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    definitions, one = twelve(), load_definition("haddad_2021")
    for children, occasions in SIZES:
        cohort = invent_cohort(children, 2 * occasions)  # half of the results are albumin
        alone = seconds(lambda cohort=cohort: classify(cohort, one), runs)
        apart = seconds(
            lambda cohort=cohort: [classify(cohort, each) for each in definitions], runs
        )
        together = seconds(lambda cohort=cohort: compare(cohort, definitions), runs)
        base = statistics.median(alone)
        print(
            f"{children} × {occasions}: one {1000 * base:.1f} ms; twelve one by one "
            f"{statistics.median(apart) / base:.1f} ×; compared "
            f"{statistics.median(together) / base:.1f} × "
            f"({min(together) / base:.1f}–{max(together) / base:.1f})"
        )


if __name__ == "__main__":
    main()
