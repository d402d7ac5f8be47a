"""Did the data move it? Each answer of the first screen beside the same answer under the prior.

Both are played with the same random numbers, draw by draw, and what the fit is not informed about is the same in
both. An answer is *prior only* where its 5, 50 and 95 % quantiles over the parameters agree with those of the prior
within Monte Carlo error: the error of each difference is that of a bootstrap over the draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from armslength.results.record import Spread
from armslength.results.together import AgainstPrior

if TYPE_CHECKING:
    import xarray as xr

DRAWS = 100  # that are played under the prior, too
QUANTILES = (0.05, 0.5, 0.95)
ERRORS = 2.4  # standard errors: of three quantiles that truly agree, all do so in 19 of 20 answers
LEAST = 0.005  # a difference below half of the last digit that is printed tells nobody anything
COPIES = 200  # of the bootstrap


def against_prior(posterior: xr.Dataset, prior: xr.Dataset) -> Iterator[AgainstPrior]:
    """Yield each answer of the first screen under both; the first draws of `posterior` pair with those of `prior`."""
    draws = min(posterior.sizes["draw"], prior.sizes["draw"])
    under = {name: x.isel(draw=slice(draws)) for name, x in (("fit", posterior), ("prior", prior))}
    for (part, about, days, ours), (_, _, _, theirs) in zip(
        _answers(under["fit"]), _answers(under["prior"]), strict=True
    ):
        yield compared(part, about, days, ours, theirs)


def compared(part: str, about: str, days: int, ours: np.ndarray, theirs: np.ndarray) -> AgainstPrior:
    """Set an answer [draw] beside that under the prior [draw]."""
    found, before = np.quantile(ours, QUANTILES), np.quantile(theirs, QUANTILES)
    picked = np.random.default_rng(len(ours)).integers(0, len(ours), (COPIES, len(ours)))
    copies = np.quantile(ours[picked], QUANTILES, axis=1) - np.quantile(theirs[picked], QUANTILES, axis=1)
    room = np.maximum(ERRORS * copies.std(axis=1), LEAST)
    return AgainstPrior(
        part=part,
        about=about,
        window_days=days,
        posterior=Spread(*map(float, found)),
        prior=Spread(*map(float, before)),
        prior_only=bool(np.all(np.abs(found - before) <= room)),
    )


def _answers(data: xr.Dataset) -> Iterator[tuple[str, str, int, np.ndarray]]:
    """Yield part, whose, window and draws of each number that a first screen shows."""
    for client in data["client"].values.tolist():
        yield "control", client, 0, data["state_clients_control"].sel(client=client).values
    told = data["follow"].sel(outcome="pauses_because_told")
    for front in data["front"].values.tolist():
        days = int(data.attrs["follow_days"])
        of_front = told.sel(front=front, order="envoy")
        if "patron" not in told.dims:
            yield "follow", front, days, of_front.values
            continue
        for patron in data["patron"].values.tolist():
            values = of_front.sel(patron=patron).values
            if not np.isnan(values).any():
                yield "follow", f"{front} {patron}", days, values
    parts = (
        ("attacks", data["log_attacks"], "front"),
        ("lethal", data["lethal"], "front"),
        ("order", data["restraint"], "front"),
        ("attacks", data["together_log"], "group"),
        ("lethal", data["together_lethal"], "group"),
        ("order", data["together_order"], "group"),
        ("reprisal", 1 - data["reprisal"].isel(level=0), "adversary"),
        ("patron strike", data["patron_strike"], "struck"),
    )
    for part, values, whose in parts:
        for about in values[whose].values.tolist():
            for days in data["window"].values.tolist():
                yield part, about, days, values.sel({whose: about, "window": days}).values
