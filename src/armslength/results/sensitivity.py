"""A sensitivity study: which assumptions drive an outcome."""

from __future__ import annotations

from typing import Literal

from armslength.results.manifest import Manifest
from armslength.results.record import Days, Document, Record, Share, described


class ScreenedParameter(Record):
    """The effect of one parameter over its whole range, from short walks (Morris 1991)."""

    name: str = described("the parameter")
    effect: float = described("mean absolute elementary effect (mu*), on the scale of the outcome")
    error: float = described("half-width of its 95% interval")
    noise: float = described("the effect that chance alone would give")


class SobolIndex(Record):
    """The share of one factor in the variance of the expected outcome (Sobol), with half-widths of 95% intervals."""

    name: str = described("the parameter, or `theory`")
    first: float = described("first-order index: the factor by itself", "share")
    first_error: float = described("half-width of its 95% interval", "share")
    total: float = described("total index: the factor with all its interactions", "share")
    total_error: float = described("half-width of its 95% interval", "share")


class SensitivityResult(Document):
    """Every uncertain parameter screened, and the variance split over those that matter most."""

    kind = "sensitivity study"
    made_by = "armslength sensitivity"

    format: Literal["armslength-sensitivity/1"] = described(
        "another number means that keys have changed", default="armslength-sensitivity/1"
    )
    outcome: str = described("the outcome")
    scale: Literal["as it is", "log(1 + count)"] = described("the scale on which it was analysed")
    window_days: Days = described("its window, from the first day ahead")
    samples: int = described("size of Sobol's design; it is played once for each factor and twice besides")
    chance: Share = described("share of the variance of one future that no parameter explains")
    converged: bool = described("whether every interval of an index is narrow enough")
    verdict: str = described("the same in words")
    screening: tuple[ScreenedParameter, ...] = described(
        "every uncertain parameter, the largest effect first"
    )
    sobol: tuple[SobolIndex, ...] = described(
        "the factors that the screening passed on, the largest total index first"
    )
    manifest: Manifest = described("what it was computed from")
