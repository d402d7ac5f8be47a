"""Did the data move it? Each answer of the first screen beside the same answer under the prior.

Both are played with the same random numbers, draw by draw, and what the fit is not informed about is the same in
both. An answer is *prior only* where its 5, 50 and 95 % quantiles over the parameters agree with those of the prior
within Monte Carlo error: the error of each difference is that of a bootstrap over the draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
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
FOLLOW = {  # outcome of an order -> the part of the record
    "pauses_because_told": "follow",
    "pauses_anyway": "pauses anyway",
    "does_not_pause": "does not pause",
}
ALONE = np.ones(1)  # the weight of a single theory


def against_prior(posterior: xr.Dataset, prior: xr.Dataset, theories: int = 1) -> Iterator[AgainstPrior]:
    """Yield each answer of the first screen under both; the first draws of `posterior` pair with those of `prior`.

    Of several theories each has as many draws, one theory after the other, and pairs with itself; its draws count by
    its weight.
    """
    draws = min(posterior.sizes["draw"], prior.sizes["draw"]) // theories
    under = {}
    for name, x in (("fit", posterior), ("prior", prior)):
        begins = np.arange(theories) * (x.sizes["draw"] // theories)
        under[name] = x.isel(draw=(begins[:, None] + np.arange(draws)).reshape(-1))
    weights = prior["draw_weight"].values[:: prior.sizes["draw"] // theories] if theories > 1 else ALONE
    for (part, about, days, ours), (_, _, _, theirs) in zip(
        _answers(under["fit"]), _answers(under["prior"]), strict=True
    ):
        yield compared(part, about, days, ours, theirs, weights / weights.sum())


def compared(
    part: str, about: str, days: int, ours: np.ndarray, theirs: np.ndarray, weights: np.ndarray = ALONE
) -> AgainstPrior:
    """Set an answer [draw] beside that under the prior [draw]; with the `weights` of several theories, one after the other.

    A copy of the bootstrap picks the same draws of every theory, since theories share their random numbers.
    """
    draws = len(ours) // len(weights)
    found, before = (_quantiles(x[None], weights)[:, 0] for x in (ours, theirs))
    picked = np.random.default_rng(draws).integers(0, draws, (COPIES, 1, draws))
    every = (picked + draws * np.arange(len(weights))[:, None]).reshape(COPIES, -1)
    copies = _quantiles(ours[every], weights) - _quantiles(theirs[every], weights)
    room = np.maximum(ERRORS * copies.std(axis=1), LEAST)
    return AgainstPrior(
        part=part,
        about=about,
        window_days=days,
        posterior=Spread(*map(float, found)),
        prior=Spread(*map(float, before)),
        prior_only=bool(np.all(np.abs(found - before) <= room)),
    )


def _quantiles(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return [quantile, copy] of values [copy, draw], of whose draws those of each theory share its weight."""
    if len(weights) == 1:
        return np.asarray(np.quantile(values, QUANTILES, axis=1))
    weight = np.repeat(weights, values.shape[1] // len(weights)) * len(weights) / values.shape[1]
    at = np.argsort(values, axis=1)
    below = np.cumsum(weight[at], axis=1)
    places = [np.argmax(below >= q - 1e-12, axis=1) for q in QUANTILES]
    return np.stack([values[np.arange(len(values)), at[np.arange(len(values)), place]] for place in places])


def _answers(data: xr.Dataset) -> Iterator[tuple[str, str, int, np.ndarray]]:
    """Yield part, whose, window and draws of each number that a first screen shows."""
    for client in data["client"].values.tolist():
        yield "control", client, 0, data["state_clients_control"].sel(client=client).values
    for front, (outcome, part) in product(data["front"].values.tolist(), FOLLOW.items()):
        days = int(data.attrs["follow_days"])
        of_front = data["follow"].sel(front=front, order="envoy", outcome=outcome)
        if "patron" not in of_front.dims:
            yield part, front, days, of_front.values
            continue
        for patron in data["patron"].values.tolist():
            values = of_front.sel(patron=patron).values
            if not np.isnan(values).any():
                yield part, f"{front} {patron}", days, values
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
