"""Event rates per time at risk, with exact Poisson intervals."""

from dataclasses import dataclass

from scipy.special import chdtri

from srns.analysis.proportions.intervals import tail


@dataclass(frozen=True)
class Rate:
    """An event rate with its interval.

    Attributes
    ----------
    events, time
        Number of events, and time at risk in any unit.
    rate, low, high
        Events per unit of time, and confidence limits; None without time at risk.
    """

    events: int
    time: float
    rate: float | None
    low: float | None
    high: float | None


def exact_rate(events: int, time: float, *, confidence: float = 0.95) -> Rate:
    """Return a rate with its exact Poisson interval.

    Parameters
    ----------
    events
        Number of events, 0 or more.
    time
        Time at risk, 0 or more; the rate is per unit of this time.

    Raises
    ------
    ValueError
        If either is negative, or there are events but no time at risk.

    References
    ----------
    Garwood (1936), Biometrika 28:437-442. Ulm (1990), American Journal of Epidemiology
    131:373-375, for the chi-squared form.

    Examples
    --------
    Eleven events in 8.5 person-years; Garwood's interval of the count is 5.49 to 19.68:

    >>> rate = exact_rate(11, 8.5)
    >>> f"{rate.low * 8.5:.2f} to {rate.high * 8.5:.2f}"
    '5.49 to 19.68'
    """
    if events < 0 or time < 0:
        raise ValueError(
            f"Events and time at risk cannot be negative; found {events} events in {time}."
        )
    if time == 0:
        if events:
            raise ValueError(f"Found {events} events without time at risk.")
        return Rate(0, 0.0, None, None, None)
    left_out = tail(confidence)
    # chdtri is the inverse of the chi-squared survival function.
    low = 0.0 if events == 0 else float(chdtri(2 * events, 1 - left_out)) / 2 / time
    high = float(chdtri(2 * events + 2, left_out)) / 2 / time
    return Rate(events, time, events / time, low, high)
