"""How fast is the rule engine beside a plain Python loop and beside a compiled kernel?

Run: python -m benchmarks.engine [--runs 5]. All three judge the same invented children in the same
process and must agree before anything is timed; no visit is before day 0, because the loop does
not look for children in remission at start. It reads one child at a time, as one would write it
first. The compiled kernel (numba, only if it is installed) takes the same prepared
occasions and replaces everything after them: the fastest other way of `docs/performance.md`.

A year of daily strips is timed against as many children with 50 results of the ratio each.
"""

import argparse
import time
from collections.abc import Callable

import numpy as np

from benchmarks.cohorts import invent_cohort, invent_diaries
from srns.cohort.tables import Cohort
from srns.cohort.terms import COMPLETE, NONE, NOT_EVALUABLE, PARTIAL, UNCLASSIFIED
from srns.rules.classify import classify
from srns.rules.definition import Definition
from srns.rules.load_definition import load_definition
from srns.rules.occasions import find_occasions

try:
    import numba
except ImportError:
    numba = None

SIZES = ((8, 30), (1_000, 50), (100_000, 50))


def judge_in_a_loop(cohort: Cohort) -> list[str]:
    """Judge each child by `haddad_2021` in plain Python, unknown results included."""
    labs = cohort.labs[["patient", "day", "analyte", "value", "bound"]]
    by_child: dict[str, list[tuple]] = {name: [] for name in cohort.patients["patient"]}
    for row in labs.itertuples(index=False, name=None):
        by_child[row[0]].append(row[1:])
    return [_judge_one(rows) for rows in by_child.values()]


def _judge_one(rows: list[tuple]) -> str:
    upcr: dict[int, tuple[float, bool]] = {}
    albumin: dict[int, tuple[float, bool]] = {}
    for day, analyte, value, bound in rows:
        result = (value, bound == "<")
        if analyte == "upcr":
            if day > 0 and (day not in upcr or _worse_upcr(result, upcr[day])):
                upcr[day] = result
        elif day not in albumin or _worse_albumin(result, albumin[day]):
            albumin[day] = result
    measured = sorted(albumin)
    streak = {True: 0, False: 0}
    reached = {COMPLETE: {True: False, False: False}, PARTIAL: {True: False, False: False}}
    gap = {True: False, False: False}
    for day in sorted(upcr):
        value, below = upcr[day]
        near = _nearest(measured, day)
        paired = albumin[near] if near is not None else None
        for favour in (False, True):
            low = value <= 0.2 if below else value < 0.2
            low = low or (favour and below)
            streak[favour] = streak[favour] + 1 if low else 0
            if streak[favour] >= 3 and _albumin_above(paired, 3.5, favour, strict=True):
                reached[COMPLETE][favour] = True
            within = value <= 1.0 or (favour and below)
            above = value > 0.2 and (favour or not below)
            enough = _albumin_above(paired, 2.5, favour, strict=False)
            if within and above and enough and _albumin_at_most(paired, 3.4, favour):
                reached[PARTIAL][favour] = True
            gap[favour] |= within and enough
            gap[favour] |= low and _albumin_above(paired, 3.5, favour, strict=True)
    if reached[COMPLETE][False]:
        return COMPLETE
    if reached[PARTIAL][False]:
        return PARTIAL
    if reached[COMPLETE][True] or reached[PARTIAL][True]:
        return NOT_EVALUABLE
    if gap[False]:
        return UNCLASSIFIED
    if gap[True] or not upcr:
        return NOT_EVALUABLE
    return NONE


def _worse_upcr(new: tuple[float, bool], old: tuple[float, bool]) -> bool:
    return new[0] > old[0] or (new[0] == old[0] and old[1] and not new[1])


def _worse_albumin(new: tuple[float, bool], old: tuple[float, bool]) -> bool:
    return new[0] < old[0] or (new[0] == old[0] and new[1] and not old[1])


def _nearest(measured: list[int], day: int) -> int | None:
    best = None
    for candidate in measured:
        gap = abs(candidate - day)
        if gap <= 14 and (best is None or gap < abs(best - day)):
            best = candidate
    return best


def _albumin_above(
    paired: tuple[float, bool] | None, limit: float, favour: bool, *, strict: bool
) -> bool:
    if paired is None:
        return favour
    value, below = paired
    if below:
        return favour and value > limit
    return value > limit if strict else value >= limit


def _albumin_at_most(paired: tuple[float, bool] | None, limit: float, favour: bool) -> bool:
    if paired is None:
        return favour
    value, below = paired
    return value <= limit or (favour and below)


def judge_compiled(cohort: Cohort, definition: Definition) -> np.ndarray:
    """Judge by a compiled loop over the same occasions; codes 0 CR, 1 PR, 2 gap, 3 none, 4 ?."""
    found = find_occasions(cohort, definition.visit_rules)
    upcr = found.visits.upcr
    urine, albumin = upcr.results(upcr.row >= 0), found.albumin_results
    assert _kernel is not None
    return _kernel(
        found.visits.child,
        urine.lowest,
        urine.highest,
        albumin.lowest,
        albumin.highest,
        found.children,
    )


def _compiled_kernel() -> Callable[..., np.ndarray] | None:
    if numba is None:
        return None

    @numba.njit(cache=False)
    def kernel(child, upcr_low, upcr_high, albumin_low, albumin_high, children):
        verdict = np.full(children, 4)
        place, total = 0, len(child)
        while place < total:
            this = child[place]
            run, maybe_run = 0, 0
            flags = np.zeros(6, dtype=np.bool_)
            while place < total and child[place] == this:
                low, high = upcr_low[place], upcr_high[place]
                lowest, highest = albumin_low[place], albumin_high[place]
                run = run + 1 if high < 0.2 else 0
                maybe_run = maybe_run + 1 if low < 0.2 else 0
                flags[0] |= run >= 3 and lowest > 3.5
                flags[1] |= maybe_run >= 3 and highest > 3.5
                flags[2] |= high <= 1.0 and low > 0.2 and lowest >= 2.5 and highest <= 3.4
                flags[3] |= low <= 1.0 and high > 0.2 and highest >= 2.5 and lowest <= 3.4
                flags[4] |= (high <= 1.0 and lowest >= 2.5) or (high < 0.2 and lowest > 3.5)
                flags[5] |= (low <= 1.0 and highest >= 2.5) or (low < 0.2 and highest > 3.5)
                place += 1
            if flags[0]:
                verdict[this] = 0
            elif flags[2]:
                verdict[this] = 1
            elif flags[1] or flags[3]:
                verdict[this] = 4
            elif flags[4]:
                verdict[this] = 2
            elif not flags[5]:
                verdict[this] = 3
        return verdict

    return kernel


_kernel = _compiled_kernel()
CODES = np.array([COMPLETE, PARTIAL, UNCLASSIFIED, NONE, NOT_EVALUABLE], dtype=object)


def time_runs(call: Callable[[], object], runs: int) -> list[float]:
    """Time each of several runs in seconds, after one that is not counted."""
    call()
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - begun)
    return seconds


def main() -> None:
    """Print one row per size: medians, spread and ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    definition = load_definition("haddad_2021")
    print("| children × results | engine, ms (range) | loop, ms | loop / engine ", end="")
    print("| compiled, ms | engine / compiled |\n|---|---|---|---|---|---|")
    for children, results in SIZES:
        cohort = invent_cohort(children, results, first_day=1)
        ours = classify(cohort, definition).outcomes["response"].to_numpy()
        assert (ours == judge_in_a_loop(cohort)).all(), "the loop disagrees"
        engine = time_runs(lambda c=cohort: classify(c, definition), runs)
        loop = time_runs(lambda c=cohort: judge_in_a_loop(c), 1 if children > 1_000 else runs)
        spread = f"{min(engine) * 1e3:.1f}–{max(engine) * 1e3:.1f}"
        row = f"| {children:,} × {results} | {_ms(engine)} ({spread}) "
        row += f"| {_ms(loop)} | {np.median(loop) / np.median(engine):.1f} "
        if _kernel is not None:
            assert (CODES[judge_compiled(cohort, definition)] == ours).all(), "the kernel disagrees"
            compiled = time_runs(lambda c=cohort: judge_compiled(c, definition), runs)
            row += f"| {_ms(compiled)} | {np.median(engine) / np.median(compiled):.2f} |"
        else:
            row += "| – | – |"
        print(row, flush=True)
    print_diary(runs)


def print_diary(runs: int) -> None:
    """Print what a result of a diary costs beside a result of the ratio."""
    definition = load_definition("ipna_2022")
    kinds = {"strips": invent_diaries(1_000), "ratios": invent_cohort(1_000, 50)}
    per_result = {}
    for name, cohort in kinds.items():
        seconds = time_runs(lambda c=cohort: classify(c, definition), runs)
        per_result[name] = np.median(seconds) / len(cohort.labs)
        spread = f"{min(seconds) * 1e3:.1f}–{max(seconds) * 1e3:.1f}"
        print(
            f"\n1,000 children, {len(cohort.labs):,} {name}: {_ms(seconds)} ms ({spread})", end=""
        )
    print(f"\na strip costs {per_result['strips'] / per_result['ratios']:.2f} × a ratio")


def _ms(seconds: list[float]) -> str:
    return f"{np.median(seconds) * 1e3:.1f}"


if __name__ == "__main__":
    main()
