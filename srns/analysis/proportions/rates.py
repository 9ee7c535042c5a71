"""How often does an event come in the time at risk, and how sure can so few events be of it?"""

from dataclasses import dataclass

from scipy.special import chdtri

from srns.analysis.proportions.intervals import tail


@dataclass(frozen=True)
class Rate:
    """Events in a time at risk.

    Attributes
    ----------
    events, time
        The count, and the time in any unit.
    rate, low, high
        Events per unit of time, and the ends of the interval; None without time at risk.
    """

    events: int
    time: float
    rate: float | None
    low: float | None
    high: float | None


def exact_rate(events: int, time: float, *, confidence: float = 0.95) -> Rate:
    """Give a rate with its exact Poisson interval.

    Parameters
    ----------
    events
        0 or more.
    time
        Time at risk, 0 or more, in the unit that the rate is wanted for.

    Raises
    ------
    ValueError
        If either is negative, or there are events without any time at risk.

    References
    ----------
    Garwood (1936), Biometrika 28:437-442. Ulm (1990), American Journal of Epidemiology
    131:373-375, for the form with the chi-squared distribution.

    Examples
    --------
    Eleven events in 8.5 person-years; the interval of the count is Garwood's 5.49 to 19.68:

    >>> found = exact_rate(11, 8.5)
    >>> f"{found.low * 8.5:.2f} to {found.high * 8.5:.2f}"
    '5.49 to 19.68'
    """
    if events < 0 or time < 0:
        raise ValueError(f"Events and time cannot be negative, as in {events} in {time}.")
    if time == 0:
        if events:
            raise ValueError(f"{events} events need some time at risk.")
        return Rate(0, 0.0, None, None, None)
    left_out = tail(confidence)
    # chdtri gives the point above which so much of the chi-squared distribution lies.
    low = 0.0 if events == 0 else float(chdtri(2 * events, 1 - left_out)) / 2 / time
    high = float(chdtri(2 * events + 2, left_out)) / 2 / time
    return Rate(events, time, events / time, low, high)
