"""A prior from what a person can say of a number: its middle, and how wide the 90 % interval around it is."""

from __future__ import annotations

from collections.abc import Callable
from math import asinh, log10

from armslength.parameters.priors import Beta, Fixed, LogNormal, Normal, Prior, Truncated

Z = 1.6448536269514722  #: standard normal below which 95 % lie
Quantiles = tuple[float, float, float]  #: 5, 50 and 95 %
DIGITS = 5  #: significant ones that a file is given
NEAR = 0.02  #: of the width: how far the prior may miss it


def width_90(prior: Prior) -> float:
    """Return how far the ends of the central 90 % interval lie apart."""
    low, high = prior.interval(0.9)
    return high - low


def prior_around(middle: float, width: float, like: Prior, support: tuple[float, float]) -> Prior:
    """Return the prior with this median and this width of its 90 % interval, of the family of `like` where that can be.

    A width of zero pins the number. A half-normal has no width of its own, so a lognormal stands in for it, and a pinned
    number takes the family that fits its support. Raises `ValueError` with a sentence.

    >>> print(prior_around(0.5, 0.4, Normal(0.3, 0.3), (-9.0, 9.0)))
    normal(0.5, 0.12159)
    """
    least, most = support
    if not least <= middle <= most:
        raise ValueError(f"the middle is {middle:g}; it must lie between {least:g} and {most:g}")
    if width < 0:
        raise ValueError(f"the width is {width:g}; it cannot be below 0")
    if width == 0:
        return Fixed(middle)
    if isinstance(like, Truncated):
        made = _truncated(middle, width, like)
    elif least == 0 and most <= 1 and not isinstance(like, LogNormal):
        made = _beta(middle, width)
    elif isinstance(like, Normal) or least < 0:
        made = Normal(middle, _short(width / (2 * Z)))
    else:
        made = _lognormal(middle, width)
    if fault := made.fault():
        raise ValueError(f"no prior has the middle {middle:g} and the width {width:g}: {fault}")
    if abs(made.median - middle) > NEAR * width or abs(width_90(made) - width) > NEAR * width:
        raise ValueError(_too_wide(middle, width))
    if made.mass_within(support) < 0.99:
        raise ValueError(
            f"so wide a prior reaches beyond {least:g} to {most:g}, where this number must lie; make it narrower"
        )
    return made


def _too_wide(middle: float, width: float) -> str:
    return f"no prior within its bounds has the middle {middle:g} and the width {width:g}; make it narrower, or move its middle"


def _lognormal(middle: float, width: float) -> Prior:
    if middle <= 0:
        raise ValueError("a number above 0 that is uncertain needs a middle above 0")
    return LogNormal(middle, _short(asinh(width / (2 * middle)) / Z))


def _beta(middle: float, width: float) -> Prior:
    from scipy.special import betaincinv

    if not 0 < middle < 1:
        raise ValueError("a share that is uncertain needs a middle between 0 and 1")

    def share(total: float) -> float:
        """Return the mean at which a prior that counts for so many has the middle as its median."""
        return _solved(lambda m: float(betaincinv(total * m, total * (1 - m), 0.5)) - middle, 1e-9, 1 - 1e-9)

    def excess(power: float) -> float:
        total = 10**power
        a, b = total * share(total), total * (1 - share(total))
        return width - float(betaincinv(a, b, 0.95) - betaincinv(a, b, 0.05))

    total = 10 ** _solved(excess, -0.3, 9)
    mean = share(total)
    return Beta(_short(total * mean), _short(total * (1 - mean)))


def _truncated(middle: float, width: float, like: Truncated) -> Prior:
    from scipy.special import ndtr, ndtri

    reach = like.upper - like.lower

    def quantiles(mean: float, sd: float) -> Quantiles:
        below, above = ndtr((like.lower - mean) / sd), ndtr((like.upper - mean) / sd)
        low, mid, high = (float(mean + sd * ndtri(below + q * (above - below))) for q in (0.05, 0.5, 0.95))
        return low, mid, high

    def mean(sd: float) -> float:
        return _solved(lambda m: quantiles(m, sd)[1] - middle, like.lower - 5 * sd, like.upper + 5 * sd)

    def excess(power: float) -> float:
        low, _, high = quantiles(mean(10**power), 10**power)
        return high - low - width

    sd = 10 ** _solved(excess, log10(reach) - 6, log10(reach) + 0.5)
    return Truncated(_short(mean(sd)), _short(sd), like.lower, like.upper)


def _solved(rising: Callable[[float], float], low: float, high: float) -> float:
    """Return where a rising function is zero, by bisection; the end that is nearest where it is nowhere."""
    for _ in range(50):
        mid = (low + high) / 2
        low, high = (low, mid) if rising(mid) > 0 else (mid, high)
    return (low + high) / 2


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
