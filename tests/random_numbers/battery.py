"""Tests of random words, each of which returns the chance of something as odd were the words independent and uniform.

Words are uint32, [..., n] with the axis along which they are looked at last.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import stats

Words = np.ndarray
Probability = float


def _two_sided(z: np.ndarray) -> Probability:
    """Return the chance that the largest of as many standard normals lies as far out."""
    z = np.abs(np.asarray(z, float)).ravel()
    return float(-np.expm1(z.size * np.log1p(-2 * stats.norm.sf(z.max()))))


def _either(*chances: Probability) -> Probability:
    """Return a bound on the chance that one of several tests finds something as odd."""
    return min(1.0, len(chances) * float(min(chances)))


def _even(counts: np.ndarray) -> Probability:
    """Return the chance, on either side, of a chi-square as far off: too even is as odd as too uneven."""
    above = stats.chisquare(counts.ravel()).pvalue
    return _either(above, 1 - above)


def _poisson(seen: int, expected: float) -> Probability:
    below, above = stats.poisson.cdf(seen, expected), stats.poisson.sf(seen - 1, expected)
    return _either(below, above)


def _uniform(words: Words) -> np.ndarray:
    """Return the words as numbers of mean 0 and variance 1."""
    return ((words >> 8).astype(np.float32) * np.float32(2**-24) - np.float32(0.5)) * np.float32(12**0.5)


def equidistribution(words: Words) -> Probability:
    """Compare counts of the 4,096 values of the highest twelve bits, and of the lowest, with even ones."""
    return _either(
        *(_even(np.bincount(part.ravel(), minlength=4096)) for part in (words >> 20, words & 4095))
    )


def correlation(words: Words) -> Probability:
    """Correlate neighbours, and those two, three and seven apart."""
    u = _uniform(words)
    made = [(u[..., :-lag] * u[..., lag:]).ravel() for lag in (1, 2, 3, 7) if lag < u.shape[-1]]
    return _two_sided(np.array([x.sum(dtype=float) / x.size**0.5 for x in made]))


def correlations(words: Words) -> Probability:
    """Correlate each place along the axis with each other place: all pairs of days, of actors or of futures."""
    u = _uniform(words).reshape(-1, words.shape[-1])
    products = (u.T @ u)[np.triu_indices(words.shape[-1], 1)] / u.shape[0] ** 0.5
    spread = (np.sum(products.astype(float) ** 2) - products.size) / (2 * products.size) ** 0.5
    return _either(_two_sided(products), _two_sided(spread))


def agreement(words: Words) -> Probability:
    """Count by bit how often neighbours agree."""
    differ = (words[..., :-1] ^ words[..., 1:]).ravel()
    ones = np.array([np.count_nonzero(differ >> bit & 1) for bit in range(32)])
    return _two_sided((ones - differ.size / 2) / (differ.size / 4) ** 0.5)


def weights(words: Words) -> Probability:
    """Correlate how many bits are set in neighbours."""
    w = (np.bitwise_count(words).astype(np.float32) - 16) / np.float32(8**0.5)
    products = (w[..., :-1] * w[..., 1:]).ravel()
    return _two_sided(products.sum(dtype=float) / products.size**0.5)


def serial(words: Words) -> Probability:
    """Compare counts of pairs of neighbours, six high bits and six low bits of each, with even ones."""
    one, two = words[..., :-1:2], words[..., 1::2]
    made = [(one >> 26) << 6 | two >> 26, (one & 63) << 6 | two & 63]
    return _either(*(_even(np.bincount(pairs.ravel(), minlength=4096)) for pairs in made))


def runs(words: Words) -> Probability:
    """Count runs above and below the middle along the axis: a neighbour is on the other side half of the time."""
    above = words >> 31
    turns = np.count_nonzero(above[..., 1:] != above[..., :-1])
    n = above[..., 1:].size
    return _two_sided(np.array((turns - n / 2) / (n / 4) ** 0.5))


def birthday_spacings(words: Words) -> Probability:
    """Count equal spacings among 4,096 neighbours in 2^32 days of a year (Marsaglia and Tsang 2002): 4 are expected."""
    m = 4096
    groups = words.reshape(-1)[: words.size // m * m].reshape(-1, m)
    spacings = np.sort(np.diff(np.sort(groups, axis=1), axis=1), axis=1)
    return _poisson(int(np.count_nonzero(np.diff(spacings, axis=1) == 0)), len(groups) * m**3 / 2**34)


def collisions(words: Words) -> Probability:
    """Count words that come twice in the whole."""
    ordered = np.sort(words, axis=None)
    return _poisson(int(np.count_nonzero(np.diff(ordered) == 0)), words.size**2 / 2**33)


def means(words: Words) -> Probability:
    """Compare the means along the axis, such as one of all futures on each day, with their normal law."""
    z = _uniform(words).sum(-1, dtype=float).ravel() / words.shape[-1] ** 0.5
    chi = stats.chi2.sf((z**2).sum(), z.size)
    return _either(_two_sided(z), stats.kstest(z[:100_000], "norm").pvalue, _either(chi, 1 - chi))


TESTS: tuple[Callable[[Words], Probability], ...] = (
    equidistribution,
    correlation,
    correlations,
    agreement,
    weights,
    serial,
    runs,
    birthday_spacings,
    collisions,
    means,
)


def avalanche(word: Callable[..., Words], samples: int = 1 << 17, seed: int = 1) -> Probability:
    """Turn each bit of the two words of a key, and the first 14 of a day, and count which bits of the word turn.

    `word` takes the two words and the day, each [sample].
    """
    rng = np.random.default_rng(seed)
    given = [rng.integers(0, 2**32, samples, dtype=np.uint32) for _ in range(2)]
    given.append(rng.integers(0, 11_000, samples, dtype=np.uint32))
    before, z = word(*given), []
    for place, bits in enumerate((32, 32, 14)):
        for bit in range(bits):
            turned = [x ^ np.uint32(1 << bit) if i == place else x for i, x in enumerate(given)]
            differ = before ^ word(*turned)
            ones = np.array([np.count_nonzero(differ >> b & 1) for b in range(32)])
            z.append((ones - samples / 2) / (samples / 4) ** 0.5)
    return _two_sided(np.array(z))
