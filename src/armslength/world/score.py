"""Score the day's events by their distribution: the fit's counterpart of `draw`.

Each function is the log probability of what was reported, given the day's outlook; what was not reported is left
out by a mask and costs nothing.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax.scipy.special import gammaln, logsumexp, xlog1py, xlogy

from armslength.world.composed import Outlook, Params, State
from armslength.world.mechanisms.control import acceptance
from armslength.world.mechanisms.reprisal import hazard, level_probabilities
from armslength.world.mechanisms.severity import tail_beyond
from armslength.world.network import Network

TINY = 1e-12
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(9)


def log_bernoulli(happened: Any, chance: Any) -> Any:
    """Return the log probability of a Bernoulli outcome."""
    return xlogy(happened, chance + TINY) + xlog1py(1 - happened, -jnp.minimum(chance, 1 - 1e-7))


def log_negative_binomial(n: Any, mean: Any, size: Any) -> Any:
    """Return the log probability of a negative binomial count with this mean and size."""
    log_odds = jnp.log(mean) - jnp.log(mean + size)
    ways = gammaln(n + size) - gammaln(size) - gammaln(n + 1)
    return ways - size * jnp.log1p(mean / size) + n * log_odds


def log_binomial(k: Any, n: Any, chance: Any) -> Any:
    """Return the log probability of `k` successes in `n` trials; both may be shares of a tally."""
    chance = jnp.clip(chance, 1e-9, 1 - 1e-6)
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return ways + k * jnp.log(chance) + (n - k) * jnp.log1p(-chance)


def log_deaths(params: Params, tail: Any, deaths: Any) -> Any:
    """Return the log probability of the dead of one lethal attack."""
    deaths = jnp.maximum(deaths, 1.0)
    return jnp.log(tail_beyond(params, tail, deaths) - tail_beyond(params, tail, deaths + 1) + TINY)


def score_opening(state: State, outlook: Outlook, opened: Any) -> Any:
    """Return the log probability [*world] of who opened and who did not, among the fronts still closed."""
    return ((1 - state.open) * log_bernoulli(opened, outlook.opening)).sum(0)


def score_acceptance(network: Network, params: Params, outlook: Outlook, accepted: Any, asked: Any) -> Any:
    """Return the log probability [*world] of announced answers to orders.

    Clients of one host share what one meeting adds to all; it is integrated out by Gauss-Hermite quadrature.
    """
    hosts = np.array(
        [[network.host_of[client] == h for client in network.client_of] for h in range(len(network.hosts))],
        dtype=float,
    )
    shared = jnp.reshape(
        params.control.meeting_spread * _column(_NODES, jnp.ndim(params.control.meeting_spread)),
        (len(_NODES), 1, *params.control.meeting_spread.shape),
    )
    chance = acceptance(params, outlook.obedience + shared)
    answers = asked * log_bernoulli(accepted, chance)  # [node, front, *world]
    by_host = jnp.einsum("hf,nf...->nh...", hosts, answers) + _column(
        np.log(_WEIGHTS / _WEIGHTS.sum()), answers.ndim - 1
    )
    return logsumexp(by_host, axis=0).sum(0)


def _column(values: np.ndarray, axes: int) -> np.ndarray:
    return np.reshape(values, (-1, *([1] * axes)))


def score_reprisal(
    network: Network, params: Params, state: State, outlook: Outlook, seen: Any, red: Any
) -> Any:
    """Return the log probability [*world] of who hit back, how high and whom.

    It counts where all reprisals from some level on are reported. `red` [adversary] is the red line crossed today.
    """
    levels = jnp.stack(
        jnp.broadcast_arrays(*level_probabilities(params, state, red))
    )  # [level, adversary, *world]
    coded = jnp.arange(1, 5).reshape(4, *([1] * (levels.ndim - 1))) >= seen.coded_from
    visible = (levels * coded).sum(0)
    struck = log_bernoulli(seen.reprisal, hazard(network, params, state, red) * visible)
    of_level = jnp.log(sum(levels[i] * (seen.level == i + 1) for i in range(4)) / visible + TINY)
    whom = score_answered(network, outlook, seen)
    return (seen.reprisals_known * (struck + seen.reprisal * of_level)).sum(0) + whom


def score_answered(network: Network, outlook: Outlook, seen: Any) -> Any:
    """Return the log probability [*world] of the front that a reprisal answered, or none in particular."""
    weights = network.sum_by_adversary(outlook.answer) + outlook.unanswered
    named = network.sum_by_adversary(seen.answered)
    chosen = (
        network.sum_by_adversary(jnp.sign(seen.answered) * outlook.answer) + (1 - named) * outlook.unanswered
    )
    return (seen.answer_known * seen.reprisal * jnp.log(chosen / weights)).sum(0)


def score_lethal(outlook: Outlook, seen: Any, attacks: Any) -> Any:
    """Return the log probability [*world] of which attacks killed.

    Where every death is reported, each of the `attacks` [front] counts; elsewhere those whose outcome is stated.
    """
    chance = jnp.clip(outlook.lethal, 1e-9, 1 - 1e-6)
    whole = jnp.where(seen.deaths_known > 0, jnp.maximum(attacks, seen.lethal), seen.judged)
    killed = jnp.minimum(seen.lethal, whole)
    return (killed * jnp.log(chance) + (whole - killed) * jnp.log1p(-chance)).sum(0)


def score_orders(network: Network, params: Params, outlook: Outlook, seen: Any) -> Any:
    """Return the log probability [*world] of the orders and visits that were reported, for the clients of each host.

    The commander's own are a process that is reported in part: a day without a report counts as one.
    """
    calm = jnp.stack([_all_without(network, outlook.directive, h) for h in range(len(network.hosts))])
    return (seen.orders_known * log_bernoulli(seen.ordered, params.directives.reported * (1 - calm))).sum(0)


def _all_without(network: Network, chance: Any, host: int) -> Any:
    """Return the chance [*world] that no front of a host's clients has an order."""
    made = jnp.ones_like(chance[0])
    for front, client in enumerate(network.client_of):
        if network.host_of[client] == host:
            made = made * (1 - chance[front])
    return made


def score_patron_strikes(outlook: Outlook, struck: Any) -> Any:
    """Return the log probability [*world] of the patron's own strikes: each day without them counts."""
    return log_bernoulli(struck, outlook.patron_strike).sum(0)


def score_war(outlook: Outlook, war: Any) -> Any:
    """Return the log probability [*world] of regional war: each day without it counts."""
    return log_bernoulli(war, outlook.war)
