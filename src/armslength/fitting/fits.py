"""The tasks of fitting: fits that do not depend on each other, of several cases or of one case under several theories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from armslength.fitting.fit import CHAINS, DRAWS, WARMUP, fit, joined
from armslength.fitting.posterior import Posterior
from armslength.fitting.sample import TARGET_ACCEPT
from armslength.fitting.target import SIDE_BY_SIDE
from armslength.results.fit import FitManifest
from armslength.scenario import Scenario
from armslength.tasks import Arrays, Here, Work, results
from armslength.tasks.work import digest, made_of_case


@dataclass(frozen=True)
class AskedFit:
    """A case to fit, and the parameters that are held at a value, by dotted path."""

    case: Scenario
    held: Mapping[str, float] | None = None


@dataclass(frozen=True)
class Fits(Work[Arrays]):
    """Fits, a task each, or if they are `apart` each two chains of one; `case` is that of the first."""

    what = "fit"
    unit = "fits"
    stage = "fitting"

    asked: tuple[AskedFit, ...]
    seed: int
    quick: bool
    chains: int = CHAINS
    draws: int = DRAWS
    warmup: int = WARMUP
    accept: float = TARGET_ACCEPT
    also: tuple[Scenario, ...] = ()
    apart: bool = False  #: whether each two chains are a task of their own

    @property
    def tasks(self) -> int:
        """Number of fits, times the number of pairs of chains where these are apart."""
        return len(self.asked) * self._pieces

    @property
    def _pieces(self) -> int:
        return -(-self.chains // SIDE_BY_SIDE) if self.apart and not self.quick else 1

    @property
    def made_of(self) -> dict[str, str]:
        """All that the fits depend on, by what a sentence calls it."""
        options = (self.seed, self.quick, self.chains, self.draws, self.warmup, self.accept, self.apart)
        return {
            **made_of_case(self.case),
            "what is fitted": digest((self.asked, self.also)),
            "an option": digest(options),
        }

    def compute(self, task: int, here: Here) -> Arrays:
        """Return a posterior as arrays; where it is interrupted in mid-chain, what is finished of it."""
        number, pair = divmod(task, self._pieces)
        asked = self.asked[number]
        return arrays_of(
            fit(
                asked.case,
                also=self.also,
                held=asked.held,
                chains=self.chains,
                warmup=self.warmup,
                draws=self.draws,
                seed=self.seed,
                quick=self.quick,
                accept=self.accept,
                progress=here.progress,
                only=pair if self._pieces > 1 else None,
            )
        )

    def is_whole(self, result: Arrays) -> bool:
        """Return whether every chain was finished."""
        return int(result["z"].shape[1]) == self.draws

    def posteriors(self, here: Here) -> Iterator[Posterior]:
        """Yield each fit, wherever it is computed; one that was interrupted is the last.

        Raises:
            KeyboardInterrupt: where some pairs of chains of that one have not begun.
        """
        made = []
        for result in results(self, here):
            made.append(from_arrays(result))
            is_whole = self.is_whole(result)
            if not is_whole and self._pieces > 1:
                raise KeyboardInterrupt
            if len(made) == self._pieces:
                yield joined(made)
                made.clear()
            if not is_whole:
                return


@dataclass(frozen=True)
class CachedFits(Fits):
    """Fits that whoever asks for them caches."""

    cached = True


def arrays_of(posterior: Posterior) -> Arrays:
    """Return a posterior as arrays by name, for another process."""
    return {
        "names": np.array(posterior.names, dtype=np.str_),
        "z": posterior.z,
        "values": posterior.values,
        "manifest": np.array(posterior.manifest.to_json()),
        **{f"stat {name}": x for name, x in posterior.stats.items()},
    }


def from_arrays(arrays: Arrays) -> Posterior:
    """Return the posterior of these arrays."""
    return Posterior(
        tuple(map(str, arrays["names"])),
        arrays["z"],
        arrays["values"],
        {n.removeprefix("stat "): x for n, x in arrays.items() if n.startswith("stat ")},
        FitManifest.from_json(str(arrays["manifest"])),
    )
