"""The rule of `haddad_2021` written by hand in SQL and in Polars, as one would without srns.

They give the response alone: neither dates nor evidence, relapse, status or baseline. They import
nothing of srns, so that they run in an environment of their own.
"""

STEPS = """
WITH urine AS (
  SELECT patient, day, value, bound FROM (
    SELECT *, row_number() OVER (PARTITION BY patient, day ORDER BY value DESC, bound) AS place
    FROM labs WHERE analyte = 'upcr') x WHERE place = 1),
blood AS (
  SELECT patient, day, value, bound FROM (
    SELECT *, row_number() OVER (PARTITION BY patient, day ORDER BY value, bound DESC) AS place
    FROM labs WHERE analyte = 'albumin') x WHERE place = 1),
both_ AS (
  SELECT patient, day, value AS u, bound AS ub, NULL AS aday, NULL AS a, NULL AS ab FROM urine
  UNION ALL SELECT patient, day, NULL, NULL, day, value, bound FROM blood),
near AS (
  SELECT patient, day, u, ub,
    {last}(aday{ignore} OVER before AS day1, {last}(a{ignore} OVER before AS a1,
    {last}(ab{ignore} OVER before AS b1,
    {first}(aday{ignore} OVER after AS day2, {first}(a{ignore} OVER after AS a2,
    {first}(ab{ignore} OVER after AS b2
  FROM both_ WINDOW
    before AS (PARTITION BY patient ORDER BY day RANGE BETWEEN 14 PRECEDING AND CURRENT ROW),
    after AS (PARTITION BY patient ORDER BY day RANGE BETWEEN CURRENT ROW AND 14 FOLLOWING)),
paired AS (
  SELECT patient, day, u, ub = '<' AS ux,
    CASE WHEN earlier THEN a1 ELSE a2 END AS a,
    CASE WHEN earlier THEN b1 ELSE b2 END = '<' AS ax
  FROM (SELECT *, day1 IS NOT NULL AND (day2 IS NULL OR day - day1 <= day2 - day) AS earlier
        FROM near WHERE u IS NOT NULL) x),
tested AS (
  SELECT patient, day,
    CASE WHEN ux THEN u <= 0.2 ELSE u < 0.2 END AS low,
    CASE WHEN ux THEN true ELSE u < 0.2 END AS low_maybe,
    NOT ux AND u > 0.2 AS above, u > 0.2 AS above_maybe,
    u <= 1.0 AS within, ux OR u <= 1.0 AS within_maybe,
    coalesce(NOT ax AND a > 3.5, false) AS normal, coalesce(a > 3.5, true) AS normal_maybe,
    coalesce(NOT ax AND a >= 2.5, false) AS enough,
    coalesce(CASE WHEN ax THEN a > 2.5 ELSE a >= 2.5 END, true) AS enough_maybe,
    coalesce(a <= 3.4, false) AS short, coalesce(ax OR a <= 3.4, true) AS short_maybe
  FROM paired),
counted AS (
  SELECT *,
    sum(CASE WHEN low THEN 1 ELSE 0 END) OVER three = 3 AS run,
    sum(CASE WHEN low_maybe THEN 1 ELSE 0 END) OVER three = 3 AS run_maybe
  FROM tested WINDOW three AS (PARTITION BY patient ORDER BY day
                               ROWS BETWEEN 2 PRECEDING AND CURRENT ROW))
SELECT patient, CASE
  WHEN bool_or(run AND normal) THEN 'complete remission'
  WHEN bool_or(within AND above AND enough AND short) THEN 'partial remission'
  WHEN bool_or((run_maybe AND normal_maybe)
               OR (within_maybe AND above_maybe AND enough_maybe AND short_maybe))
    THEN 'not evaluable'
  WHEN bool_or((within AND enough) OR (low AND normal)) THEN 'unclassified'
  WHEN bool_or((within_maybe AND enough_maybe) OR (low_maybe AND normal_maybe))
    THEN 'not evaluable'
  ELSE 'no response' END AS response
FROM counted GROUP BY patient
"""
COUNTED = "SELECT response, count(*) AS n FROM ({steps}) y GROUP BY response"


def duckdb_counts(files: list[str]) -> dict[str, int]:
    """Judge with DuckDB and count the responses."""
    import duckdb

    database = duckdb.connect()
    listed = ", ".join(f"'{file}'" for file in files)
    database.execute(f"CREATE VIEW labs AS SELECT * FROM read_parquet([{listed}])")
    steps = STEPS.format(last="last_value", first="first_value", ignore=" IGNORE NULLS)")
    return dict(database.execute(COUNTED.format(steps=steps)).fetchall())


def spark_counts(files: list[str], session) -> dict[str, int]:
    """Judge with Spark SQL, on Spark or Sail, and count the responses."""
    session.read.parquet(*files).createOrReplaceTempView("labs")
    steps = STEPS.format(last="last_value", first="first_value", ignore=") IGNORE NULLS")
    rows = session.sql(COUNTED.format(steps=steps)).collect()
    return {row["response"]: row["n"] for row in rows}


def polars_counts(files: list[str]) -> dict[str, int]:
    """Judge with Polars and count the responses."""
    import polars as pl

    labs = pl.scan_parquet(files)
    key = ["patient", "day"]
    urine = (
        labs.filter(pl.col("analyte") == "upcr")
        .sort([*key, "value", "bound"], descending=[False, False, True, False])
        .unique(key, keep="first", maintain_order=True)
        .select("patient", "day", u="value", ux=pl.col("bound") == "<")
        .collect()
    )
    blood = (
        labs.filter(pl.col("analyte") == "albumin")
        .sort([*key, "value", "bound"], descending=[False, False, False, True])
        .unique(key, keep="first", maintain_order=True)
        .select("patient", "day", aday="day", a="value", ax=pl.col("bound") == "<")
        .collect()
    )
    found = urine
    for strategy, suffix in (("backward", "1"), ("forward", "2")):
        own = blood.rename({name: name + suffix for name in ("aday", "a", "ax")})
        found = found.join_asof(own, on="day", by="patient", strategy=strategy, tolerance=14,
                                check_sortedness=False)  # fmt: skip
    col = pl.col
    earlier = col("aday1").is_not_null() & (
        col("aday2").is_null() | (col("day") - col("aday1") <= col("aday2") - col("day"))
    )
    found = found.with_columns(
        a=pl.when(earlier).then("a1").otherwise("a2"),
        ax=pl.when(earlier).then("ax1").otherwise("ax2"),
    )
    u, ux, a, ax = col("u"), col("ux"), col("a"), col("ax")
    found = found.with_columns(
        low=pl.when(ux).then(u <= 0.2).otherwise(u < 0.2), low_maybe=ux | (u < 0.2),
        above=~ux & (u > 0.2), above_maybe=u > 0.2,
        within=u <= 1.0, within_maybe=ux | (u <= 1.0),
        normal=(~ax & (a > 3.5)).fill_null(False), normal_maybe=(a > 3.5).fill_null(True),
        enough=(~ax & (a >= 2.5)).fill_null(False),
        enough_maybe=pl.when(ax).then(a > 2.5).otherwise(a >= 2.5).fill_null(True),
        short=(a <= 3.4).fill_null(False), short_maybe=(ax | (a <= 3.4)).fill_null(True),
    )  # fmt: skip

    def run(name: str):
        low = col(name)
        shifted = [low.shift(n, fill_value=False).over("patient") for n in (1, 2)]
        return low & shifted[0] & shifted[1]

    found = found.with_columns(run=run("low"), run_maybe=run("low_maybe"))
    partial = col("within") & col("above") & col("enough") & col("short")
    partial_maybe = (
        col("within_maybe") & col("above_maybe") & col("enough_maybe") & col("short_maybe")
    )
    by_child = found.group_by("patient").agg(
        cr=(col("run") & col("normal")).any(),
        pr=partial.any(),
        maybe=((col("run_maybe") & col("normal_maybe")) | partial_maybe).any(),
        gap=((col("within") & col("enough")) | (col("low") & col("normal"))).any(),
        gap_maybe=(
            (col("within_maybe") & col("enough_maybe")) | (col("low_maybe") & col("normal_maybe"))
        ).any(),
    )
    response = (
        pl.when("cr").then(pl.lit("complete remission"))
        .when("pr").then(pl.lit("partial remission"))
        .when("maybe").then(pl.lit("not evaluable"))
        .when("gap").then(pl.lit("unclassified"))
        .when("gap_maybe").then(pl.lit("not evaluable"))
        .otherwise(pl.lit("no response"))
    )  # fmt: skip
    counts = by_child.select(response=response)["response"].value_counts()
    return dict(counts.iter_rows())
