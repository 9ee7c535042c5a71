"""Definitions made up for the tests; together they use every key that a definition may have."""

from srns.rules.definition import Definition
from srns.rules.load_definition import parse_definition

HEADER = """
id = "{name}"
name = "Made up: {name}"
source = "Nobody; made up for the tests"
doi = "10.0000/made.up"
version = 1
"""


def define(body: str, name: str = "made_up", *, top: str = "") -> Definition:
    """Return a definition with these responses; `top` holds the keys before them."""
    return parse_definition(write(body, name, top=top), f"{name}.toml")


def write(body: str, name: str = "made_up", *, top: str = "") -> str:
    """Return the text of a definition file, with default dating and albumin window if missing."""
    lines = [HEADER.format(name=name), top]
    if "dated_by" not in top:
        lines.append('dated_by = "first"')
    if "albumin_window_days" not in top:
        lines.append("albumin_window_days = 14")
    return "\n".join(lines) + "\n" + body


TWO_UNITS = write(
    """
    [[response]]
    name = "complete remission"
    quote = "UPCR <= 0.2 mg/mg (<= 20 mg/mmol) on three or more consecutive occasions"
    upcr = ["<= 0.2 mg/mg", "<= 20 mg/mmol"]
    occasions = 3

    [[response]]
    name = "partial remission"
    quote = "UPCR > 0.2 and < 2 mg/mg (> 20 and < 200 mg/mmol), albumin >= 3.0 g/dL, 30 g/L"
    upcr = ["> 0.2 and < 2 mg/mg", "> 20 and < 200 mg/mmol"]
    albumin = [">= 3.0 g/dL if measured", ">= 30 g/L if measured"]
    occasions = 1
    albumin_at = "each"

    [relapse]
    quote = "UPCR >= 2 mg/mg (>= 200 mg/mmol) on three occasions"
    upcr = [">= 2 mg/mg", ">= 200 mg/mmol"]
    occasions = 3
    """,
    "two_units",
)

FALL = write(
    """
    [[response]]
    name = "complete remission"
    quote = "< 0.3 g/g on two occasions at least 14 days apart"
    upcr = "< 0.3 g/g"
    occasions = 2
    min_days_between = 14

    [[response]]
    name = "partial remission"
    quote = "a fall of >= 50 % to <= 2.0 mg/mg on two occasions with albumin >= 2.5 g/dL at each"
    upcr = "<= 2.0 mg/mg"
    fall_from_baseline = ">= 50 %"
    albumin = ">= 2.5 g/dL"
    occasions = 2
    albumin_at = "each"
    """,
    "fall",
)

MEAN = write(
    """
    [[response]]
    name = "complete remission"
    quote = "< 200 mg/g and a fall of >= 75 %, twice, albumin > 35 g/L at each"
    upcr = "< 200 mg/g"
    albumin = "> 35 g/L"
    fall_from_baseline = ">= 75 %"
    baseline = "mean of last two"
    occasions = 2
    albumin_at = "each"

    [[response]]
    name = "partial remission"
    quote = "a fall of > 40 % from the mean of two to <= 1.5 mg/mg"
    upcr = "<= 1.5 mg/mg"
    fall_from_baseline = "> 40 %"
    baseline = "mean of last two"
    occasions = 1

    [relapse]
    quote = "> 1.5 mg/mg on 2 occasions 10 to 100 days apart"
    upcr = "> 1.5 mg/mg"
    occasions = 2
    min_days_between = 10
    max_days_between = 100
    """,
    "mean",
    top="albumin_window_days = 30",
)

SPACED = write(
    """
    [[response]]
    name = "complete remission"
    quote = "< 0.2 mg/mg three times 7 to 60 days apart, > 3.5 g/dL when confirmed, by month 6"
    upcr = "< 0.2 mg/mg"
    albumin = "> 3.5 g/dL"
    occasions = 3
    albumin_at = "confirming"
    min_days_between = 7
    max_days_between = 60
    by_month = 6

    [[response]]
    name = "partial remission"
    quote = "<= 113.12 mg/mmol twice 5 to 30 days apart, >= 2.5 g/dL when confirmed, by month 4"
    upcr = "<= 113.12 mg/mmol"
    albumin = ">= 2.5 g/dL"
    occasions = 2
    albumin_at = "confirming"
    min_days_between = 5
    max_days_between = 30
    by_month = 4

    [relapse]
    quote = ">= 2 mg/mg"
    upcr = ">= 2 mg/mg"
    occasions = 1
    """,
    "spaced",
    top='dated_by = "last"',
)

EARLY = write(
    """
    [[response]]
    name = "complete remission"
    quote = "<= 0.2 mg/mg twice by month 3, albumin >= 35 and <= 50 g/L at each if measured"
    upcr = "<= 0.2 mg/mg"
    albumin = ">= 35 and <= 50 g/L if measured"
    occasions = 2
    albumin_at = "each"
    by_month = 3

    [[response]]
    name = "partial remission"
    quote = ">= 0.2 and <= 2 mg/mg three times by month 2 with albumin > 2.5 g/dL when confirmed"
    upcr = ">= 0.2 and <= 2 mg/mg"
    albumin = "> 2.5 g/dL if measured"
    occasions = 3
    albumin_at = "confirming"
    by_month = 2

    [relapse]
    quote = ">= 1 mg/mg (>= 200 mg/mmol) on 2 occasions"
    upcr = [">= 1 mg/mg", ">= 200 mg/mmol"]
    occasions = 2
    """,
    "early",
    top="albumin_window_days = 0",
)

UNSPOKEN = write(
    """
    [[response]]
    name = "complete remission"
    quote = "< 300 mg/g"
    upcr = "< 300 mg/g"
    occasions = 1

    [[response]]
    name = "partial remission"
    quote = "< 3.5 g/g and a fall of >= 50 %, twice <= 90 days apart, by month 12, albumin > 2.4"
    upcr = "< 3.5 g/g"
    albumin = "> 2.4 g/dL"
    albumin_at = "confirming"
    fall_from_baseline = ">= 50 %"
    baseline = "last"
    occasions = 2
    max_days_between = 90
    by_month = 12
    """,
    "unspoken",
    top='dated_by = "last"',
)

ARMS = write(
    """
    [[response]]
    name = "complete remission"
    quote = "<= 20 mg/mmol, < 4 mg/kg/day or <= trace, three visits 2 days apart or 3 days, > 3.0"
    upcr = ["<= 0.2 mg/mg", "<= 20 mg/mmol"]
    protein_24h = "< 4 mg/kg/day"
    dipstick = "<= trace"
    albumin = "> 3.0 g/dL if measured"
    albumin_at = "confirming"
    occasions = 3
    min_days_between = 2
    days = 3

    [[response]]
    name = "partial remission"
    quote = "< 2 mg/mg and a fall of >= 50 %, or < 40 mg/m2/h, or 1+ to 2+, twice, >= 2.5 at each"
    upcr = "< 2 mg/mg"
    fall_from_baseline = ">= 50 %"
    protein_24h = "< 40 mg/m2/h"
    dipstick = ">= 1+ and <= 2+"
    albumin = ">= 2.5 g/dL"
    occasions = 2
    max_days_between = 20

    [relapse]
    quote = ">= 2 mg/mg, > 960 mg/m2/day or >= 3+ on 3 of 5 days or at 2 visits"
    upcr = ">= 2 mg/mg"
    protein_24h = "> 960 mg/m2/day"
    dipstick = ">= 3+"
    occasions = 2
    days = "3 of 5"
    """,
    "arms",
    top='specimen = "first morning"',
)

WAYS = write(
    """
    [[response]]
    name = "complete remission"
    quote = "< 0.2 mg/mg on 2 of 4 days with an albumin >= 3.0 g/dL when confirmed"
    upcr = "< 0.2 mg/mg"
    albumin = ">= 3.0 g/dL"
    albumin_at = "confirming"
    days = "2 of 4"

    [[response]]
    name = "complete remission"
    quote = "negative or trace on 3 days, by week 20"
    dipstick = "<= trace"
    days = 3
    by_week = 20

    [[response]]
    name = "complete remission"
    quote = "< 100 mg/m2 per day or < 0.1 mg/mg, once"
    upcr = "< 0.1 mg/mg"
    protein_24h = "< 100 mg/m2/day"
    occasions = 1

    [[response]]
    name = "partial remission"
    quote = "< 1 g/day at month 3"
    protein_24h = "< 1 g/day"
    occasions = 1
    at_month = 3
    at_window_days = 21

    [[response]]
    name = "partial remission"
    quote = "1+ or less on 2 of 3 days, or at two visits, albumin > 2.5 g/dL at each if measured"
    dipstick = "<= 1+"
    albumin = "> 2.5 g/dL if measured"
    occasions = 2
    days = "2 of 3"
    """,
    "ways",
    top='dated_by = "last"',
)

TIMES = write(
    """
    [[response]]
    name = "complete remission"
    quote = "<= 0.3 g/g at week 12, > 30 g/L"
    upcr = "<= 0.3 g/g"
    albumin = "> 30 g/L"
    occasions = 1
    at_week = 12
    at_window_days = 10

    [[response]]
    name = "partial remission"
    quote = "a fall of > 40 % to <= 1.5 g/g or <= 1+ at month 5, > 2.5 g/dL if measured"
    upcr = "<= 1.5 g/g"
    fall_from_baseline = "> 40 %"
    dipstick = "<= 1+"
    albumin = "> 2.5 g/dL if measured"
    albumin_at = "confirming"
    occasions = 1
    at_month = 5

    [relapse]
    quote = "> 1.5 g/g or >= 2+ on 2 days"
    upcr = "> 1.5 g/g"
    dipstick = ">= 2+"
    days = 2
    """,
    "times",
    top='specimen = "24 h"',
)

STRIP = write(
    """
    [[response]]
    name = "complete remission"
    quote = "negative on 4 days, the last by month 4"
    dipstick = "<= negative"
    occasions = 4
    days = 4
    by_month = 4

    [[response]]
    name = "partial remission"
    quote = "< 2+, or < 300 mg/day, on two occasions 3 to 40 days apart"
    dipstick = "< 2+"
    protein_24h = "< 300 mg/day"
    occasions = 2
    min_days_between = 3
    max_days_between = 40

    [relapse]
    quote = "> 2+ or >= 50 mg/kg/day for 3 days"
    dipstick = "> 2+"
    protein_24h = ">= 50 mg/kg/day"
    occasions = 3
    days = 3
    max_days_between = 30
    """,
    "strip",
    top='dated_by = "last"',
)

MADE_UP = {
    "two_units": TWO_UNITS,
    "fall": FALL,
    "mean": MEAN,
    "spaced": SPACED,
    "early": EARLY,
    "unspoken": UNSPOKEN,
    "arms": ARMS,
    "ways": WAYS,
    "times": TIMES,
    "strip": STRIP,
}
