"""Reference numbers of the package greenwood 0.8.0 for the data sets of small.R, in this folder.

Run in an environment of its own: pip install greenwood==0.8.0 pandas; python greenwood_numbers.py.
It writes greenwood_curves.csv (name, month, estimate: 1 - Kaplan-Meier, or Aalen-Johansen) and
greenwood_tests.csv (name, test, statistic, freedom, p; means: the difference of restricted means).
"""

import pandas as pd

NAMES = ("gehan", "gbsg", "colon", "cgd", "melanoma")
HORIZONS = {"gehan": 20.0, "cgd": 250.0}


def main() -> None:
    """Write both files."""
    import greenwood as gw  # no package of this project: see above

    curves, tests = [], []
    for name in NAMES:
        data = pd.read_csv(f"{name}_times.csv")
        competes = bool((data["cause"] == 2).any())
        event = (data["cause"] == 1).to_numpy()
        survival = gw.Surv(data["month"].to_numpy(), event=event)
        if competes:
            states = pd.Categorical(data["cause"], categories=[0, 1, 2])
            states = states.rename_categories(["censored", "event", "competing"])
            several = gw.Surv(data["month"].to_numpy(), event=states)
            table = gw.AalenJohansen().fit(several).to_frame(format="pandas")
            table = table[table["cause"] == "event"]
            table = table.rename(columns={"time": "month"})
            test = gw.grays_test(several, data["group"].to_numpy())
            tests.append((name, "gray", test.statistic, test.df, test.p_value))
        else:
            fit = gw.KaplanMeier().fit(survival)
            table = pd.DataFrame({"month": fit.time_, "estimate": 1 - fit.survival_})
        table = table[["month", "estimate"]].assign(name=name)
        curves.append(table)
        test = gw.logrank_test(survival, data["group"].to_numpy())
        tests.append((name, "log-rank", test.statistic, test.df, test.p_value))
        if name in HORIZONS:
            found = gw.rmst_diff(survival, HORIZONS[name], group=data["group"].to_numpy())
            row = found.iloc[0]
            tests.append((name, "means", row["difference"], HORIZONS[name], row["p_value"]))
    pd.concat(curves).to_csv("greenwood_curves.csv", index=False, float_format="%.14g")
    columns = ["name", "test", "statistic", "freedom", "p"]
    pd.DataFrame(tests, columns=columns).to_csv(
        "greenwood_tests.csv", index=False, float_format="%.14g"
    )


if __name__ == "__main__":
    main()
