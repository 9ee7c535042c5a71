"""One sample, eight published definitions: who is in remission depends on whose words are used.

Twenty-seven samples at the edges of the published definitions, with the verdict that each demands
of a single sample; how often it must be repeated is left aside. A gap is a visit in neither of the
remissions of a definition, although no worse than they allow. Where a definition asks for a fall,
both Up/c before treatment were as in the column *before*. Where it judges at a time, the sample is
of that day.
"""

from dataclasses import replace

import pytest

from srns.rules.definition import Definition
from srns.rules.load_definition import load_definition
from tests.rules.table import responses

POINTS = """
Up/c | alb  | before | Haddad | IPNA/KDIGO | ISPN | KDIGO 2012 | FSGS-CT | Choudhry | adult | DUPLEX
0.15 | 3.8  | 8      | CR     | CR         | CR   | CR         | CR      | CR       | CR    | CR
0.15 | 3.5  | 8      | GAP    | CR         | CR   | CR         | CR      | CR       | CR    | CR
0.15 | 3.2  | 8      | GAP    | CR         | CR   | CR         | CR      | CR       | CR    | CR
0.15 | 2.4  | 8      | NR     | CR         | CR   | CR         | CR      | NR       | CR    | CR
0.2  | 3.8  | 8      | GAP    | CR         | PR   | PR         | CR      | PR       | CR    | CR
0.2  | 3.3  | 8      | GAP    | CR         | PR   | PR         | CR      | PR       | CR    | CR
0.21 | 3.8  | 8      | GAP    | PR         | PR   | PR         | PR      | PR       | CR    | CR
0.5  | 3.8  | 8      | GAP    | PR         | PR   | PR         | PR      | PR       | PR    | FPRE
0.5  | 3.5  | 8      | GAP    | PR         | PR   | PR         | PR      | PR       | PR    | FPRE
0.5  | 3.45 | 8      | GAP    | PR         | PR   | PR         | PR      | PR       | PR    | FPRE
0.5  | 3.4  | 8      | PR     | PR         | PR   | PR         | PR      | PR       | PR    | FPRE
0.5  | 2.8  | 8      | PR     | NR         | NR   | PR         | PR      | PR       | PR    | FPRE
0.5  | 2.5  | 8      | PR     | NR         | NR   | PR         | PR      | PR       | PR    | FPRE
0.5  | 2.4  | 8      | NR     | NR         | NR   | PR         | PR      | NR       | PR    | FPRE
0.29 | 3.8  | 8      | GAP    | PR         | PR   | PR         | PR      | PR       | CR    | CR
0.3  | 3.8  | 8      | GAP    | PR         | PR   | PR         | PR      | PR       | PR    | FPRE
0.65 | 3.6  | 8      | GAP    | PR         | PR   | PR         | PR      | PR       | PR    | FPRE
1    | 3    | 8      | PR     | PR         | PR   | PR         | PR      | PR       | PR    | FPRE
1.01 | 3    | 8      | NR     | PR         | PR   | PR         | PR      | PR       | PR    | FPRE
1.5  | 3.2  | 8      | NR     | PR         | PR   | PR         | PR      | PR       | PR    | FPRE
1.5  | 3.2  | 2.4    | NR     | PR         | PR   | NR         | NR      | PR       | NR    | NR
1.99 | 3    | 8      | NR     | PR         | PR   | PR         | PR      | PR       | PR    | NR
2    | 3    | 8      | NR     | NR         | PR   | PR         | PR      | PR       | PR    | NR
2.01 | 3    | 8      | NR     | NR         | NR   | NR         | NR      | NR       | PR    | NR
1.8  | 3.1  | 3      | NR     | PR         | PR   | NR         | NR      | PR       | NR    | NR
3.4  | 3.1  | 8      | NR     | NR         | NR   | NR         | NR      | NR       | PR    | NR
3    | 2    | 8      | NR     | NR         | NR   | NR         | NR      | NR       | PR    | NR
"""
COLUMNS = {
    "Haddad": ("haddad_2021",),
    "IPNA/KDIGO": ("ipna_2020", "ipna_2022", "kdigo_2021", "kdigo_2025"),
    "ISPN": ("ispn_2021",),
    "KDIGO 2012": ("kdigo_2012",),
    "FSGS-CT": ("fsgs_ct", "fsgs_ct_by"),
    "Choudhry": ("choudhry_2009",),
    "adult": ("adult_conventional",),
    "DUPLEX": ("duplex", "duplex_by"),
}
DAY = {"fsgs_ct": 364, "duplex": 252}
"""The day of the sample where the definition judges at week 52 or 36; else day 30."""
WORDS = {
    "CR": "complete remission",
    "PR": "partial remission",
    "FPRE": "partial remission",
    "NR": "no response",
    "GAP": "unclassified",
}
ROWS = [[cell.strip() for cell in line.split("|")] for line in POINTS.strip().splitlines()]


def of_one_sample(identifier: str) -> Definition:
    """Leave aside how often a sample must be repeated."""
    definition = load_definition(identifier)
    once = tuple(replace(response, occasions=1) for response in definition.responses)
    return replace(definition, responses=once)


def test_the_table_is_whole() -> None:
    assert len(ROWS) == 28
    assert {len(row) for row in ROWS} == {11}


@pytest.mark.parametrize(
    ("column", "identifier"),
    [(column, identifier) for column, ids in COLUMNS.items() for identifier in ids],
)
def test_single_samples_are_judged_as_published(column: str, identifier: str) -> None:
    place = ROWS[0].index(column)
    table = ["patient | day | Up/c | albumin"]
    for upcr, albumin, baseline, *_ in ROWS[1:]:
        child = f"{upcr} / {albumin} / {baseline}"
        table += [f"{child} | {day} | {baseline} |" for day in (-30, 0)]
        table += [f"{child} | {DAY.get(identifier, 30)} | {upcr} | {albumin}"]

    found = responses(of_one_sample(identifier), "\n".join(table))

    assert found == {" / ".join(row[:3]): WORDS[row[place]] for row in ROWS[1:]}


def test_the_paper_and_ipna_2022_differ_at_nineteen_points() -> None:
    haddad, ipna = ROWS[0].index("Haddad"), ROWS[0].index("IPNA/KDIGO")

    assert sum(row[haddad] != row[ipna] for row in ROWS[1:]) == 19
