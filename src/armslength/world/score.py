"""Score the day's events by their distribution: the fit's half of the bargain with `draw`.

Each function is the log probability of what was reported, given the day's outlook; what was not reported is left
out by a mask and costs nothing.
"""

import jax.numpy as jnp
import numpy as np
from jax.nn import sigmoid
from jax.scipy.special import gammaln, logsumexp, xlog1py, xlogy

from armslength.world.mechanisms.reprisal import hazard, level_probabilities
from armslength.world.mechanisms.severity import tail_beyond
from armslength.world.network import Network
from armslength.world.records import Group, State

TINY = 1e-12
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(9)


def log_bernoulli(happened, chance):
    """Of a yes or no with this chance."""
    return xlogy(happened, chance + TINY) + xlog1py(1 - happened, -jnp.minimum(chance, 1 - 1e-7))


def log_negative_binomial(n, mean, size):
    """Of a count with this mean and size."""
    log_odds = jnp.log(mean) - jnp.log(mean + size)
    ways = gammaln(n + size) - gammaln(size) - gammaln(n + 1)
    return ways - size * jnp.log1p(mean / size) + n * log_odds


def log_binomial(k, n, chance):
    """Of `k` in `n`; both may be shares of a tally."""
    chance = jnp.clip(chance, 1e-9, 1 - 1e-6)
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return ways + k * jnp.log(chance) + (n - k) * jnp.log1p(-chance)


def log_deaths(p, tail, deaths):
    """Of the dead of one lethal attack."""
    deaths = jnp.maximum(deaths, 1.0)
    return jnp.log(tail_beyond(p, tail, deaths) - tail_beyond(p, tail, deaths + 1) + TINY)


def score_opening(s: State, c: Group, opened):
    """[*world] of who opened and who did not, among the fronts still closed."""
    return ((1 - s.open) * log_bernoulli(opened, c.opening)).sum(0)


def score_acceptance(net: Network, p: Group, c: Group, accepted, asked):
    """[*world] of announced answers to orders; clients of one host share what one meeting adds to all."""
    hosts = np.array(
        [[net.host_of[client] == h for client in net.client_of] for h in range(len(net.hosts))], dtype=float
    )
    shared = jnp.reshape(
        p.control.meeting_spread * _column(_NODES, jnp.ndim(p.control.meeting_spread)),
        (len(_NODES), 1, *p.control.meeting_spread.shape),
    )
    answers = asked * log_bernoulli(accepted, sigmoid(c.obedience + shared))  # [node, front, *world]
    by_host = jnp.einsum("hf,nf...->nh...", hosts, answers) + _column(
        np.log(_WEIGHTS / _WEIGHTS.sum()), answers.ndim - 1
    )
    return logsumexp(by_host, axis=0).sum(0)


def _column(values, axes):
    return np.reshape(values, (-1, *([1] * axes)))


def score_reprisal(net: Network, p: Group, s: State, c: Group, seen: Group, red):
    """[*world] of who hit back, how high and whom, where all reprisals from some level on are reported."""
    levels = jnp.stack(jnp.broadcast_arrays(*level_probabilities(p, s, red)))  # [level, adversary, *world]
    coded = jnp.arange(1, 5).reshape(4, *([1] * (levels.ndim - 1))) >= seen.coded_from
    visible = (levels * coded).sum(0)
    struck = log_bernoulli(seen.reprisal, hazard(p, s, red) * visible)
    of_level = jnp.log(sum(levels[i] * (seen.level == i + 1) for i in range(4)) / visible + TINY)
    whom = score_answered(net, c, seen)
    return (seen.reprisals_known * (struck + seen.reprisal * of_level)).sum(0) + whom


def score_answered(net: Network, c: Group, seen: Group):
    """[*world] of the front that a reprisal answered, or none in particular."""
    weights = net.sum_by_adversary(c.answer) + c.unanswered
    named = net.sum_by_adversary(seen.answered)
    chosen = net.sum_by_adversary(seen.answered * c.answer) + (1 - named) * c.unanswered
    return (seen.answer_known * seen.reprisal * jnp.log(chosen / weights)).sum(0)


def score_rare(c: Group, seen: Group):
    """[*world] of the patron's own strikes and of regional war: each day of history without them counts."""
    strikes = log_bernoulli(seen.patron_strike, c.patron_strike).sum(0)
    return {"patron_strike": strikes, "war": log_bernoulli(seen.war, c.war)}
