"""The posterior of a fit: saved with a manifest, opened by ArviZ, refused for another case or another model."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from armslength.errors import ArmslengthError, Fault
from armslength.results.fit import FitManifest
from armslength.scenario import Scenario
from armslength.scenario.files import EVENTS, SCENARIO, TRIGGER
from armslength.scenario.yaml_text import read_yaml
from armslength.world.version import MODEL_VERSION
from armslength.writing import datasets_of, write_netcdf, write_whole

FORMAT: Literal["armslength-posterior/1"] = "armslength-posterior/1"

#: keys of scenario.yaml that no fit reads: changing them leaves a posterior as good as it was; `shocks` was one once
UNREAD = frozenset({"title", "question", "horizon", "strategies", "shocks", "endpoint"})


@dataclass(frozen=True)
class Posterior:
    """Draws of the informed parameters, with a manifest that says how far they can be trusted."""

    names: tuple[str, ...]  #: informed sites
    z: np.ndarray  #: [chain, draw, site] standard normals; the prior is N(0, 1) for each
    values: np.ndarray  #: [chain, draw, site]
    stats: dict[str, np.ndarray]  #: [chain, draw] of the sampler; empty for the quick path
    manifest: FitManifest  #: case, hashes, seed, method, diagnostics

    @property
    def converged(self) -> bool:
        """Whether all diagnostics lie within their bounds."""
        return self.manifest.converged

    def as_arviz(self) -> Any:
        """Return an `xarray.DataTree` as ArviZ 1.x reads it: `posterior`, `unconstrained`, `sample_stats`; sites a coordinate."""
        from xarray import Dataset, DataTree

        dataset = datasets_of(self.manifest.created)
        coords: dict[Any, Any] = {"site": list(self.names)}
        groups = {
            "/": Dataset(attrs=_attributes(self.manifest)),
            "posterior": dataset({"parameters": self.values}, coords=coords, dims={"parameters": ["site"]}),
            "unconstrained": dataset({"z": self.z}, coords=coords, dims={"z": ["site"]}),
        }
        if self.stats:
            groups["sample_stats"] = dataset(self.stats)
        return DataTree.from_dict(groups)

    def save(self, path: str | Path) -> Path:
        """Write one netCDF file, which appears whole or not at all, and return its path."""
        tree = self.as_arviz()
        compressed = {
            group.path: {name: {"zlib": True} for name in group.data_vars}
            for group in tree.subtree
            if group.data_vars
        }
        return write_whole(path, lambda fresh: write_netcdf(fresh, tree, encoding=compressed))


def read_posterior(path: str | Path) -> Posterior:
    """Read a saved posterior, without the sampler's own statistics.

    Raises:
        ArmslengthError: where the file is missing, damaged or of another kind.
    """
    import h5py  # a tenth of the time of xarray, for a file that every forecast of a built-in case reads

    path = Path(path)
    if not path.exists():
        raise ArmslengthError(
            Fault(path, None, "no such file", "`armslength fit SCENARIO --out FILE` makes one")
        )
    try:
        with h5py.File(path) as file:
            attributes = {k: _plain(v) for k, v in file.attrs.items() if k in FitManifest.model_fields}
            if attributes.get("format") != FORMAT:
                raise ArmslengthError(
                    Fault(path, None, "this is no posterior of armslength", f"its format should be {FORMAT}")
                )
            manifest = FitManifest.model_validate(attributes)
            names = tuple(str(s) for s in file["posterior/site"].asstr()[:])
            z, values = (file[name][:].astype(float) for name in ("unconstrained/z", "posterior/parameters"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArmslengthError(
            Fault(path, None, f"this is no readable posterior ({error})", "fit again")
        ) from None
    return Posterior(names, z, values, {}, manifest)


def _attributes(manifest: FitManifest) -> dict[str, str | int | float]:
    """Return the manifest as netCDF holds it: no dates, no truth values, nothing that is missing."""
    held = manifest.model_dump(mode="json", exclude_none=True)
    return {key: int(value) if isinstance(value, bool) else value for key, value in held.items()}


def _plain(value: object) -> object:
    """Return a netCDF attribute as a plain value: numbers come back as arrays of one."""
    return value.item() if isinstance(value, (np.generic, np.ndarray)) and value.size == 1 else value


def belongs(posterior: Posterior, scenario: Scenario) -> str | None:
    """Return why a posterior cannot be used for a case, or None where it can."""
    manifest = posterior.manifest
    if manifest.own_mechanisms != scenario.own_mechanisms:
        fitted, now = (
            x or "the built-in mechanisms alone" for x in (manifest.own_mechanisms, scenario.own_mechanisms)
        )
        return f"it was fitted with {fitted}, and the case now has {now}"
    if manifest.scenario_hash != scenario.hash and manifest.evidence_hash != evidence_hash(scenario):
        return (
            f"it was fitted to another '{manifest.scenario}': the scenario or its evidence has changed since"
        )
    version = manifest.model_version
    if version is None:
        return "it was made by an earlier version of armslength, when fits did not name their version of the model"
    if version != MODEL_VERSION:
        return f"it was fitted with version {version} of the model, and this is version {MODEL_VERSION}"
    return None


def evidence_hash(scenario: Scenario) -> str:
    """Return the SHA-256 of what a fit reads of a scenario: its events and numbers, not its title, strategies or claims."""
    texts = scenario.files.texts
    read = {k: v for k, v in read_yaml(SCENARIO, texts[SCENARIO]).data.items() if k not in UNREAD}
    parts = [json.dumps(read, default=str), texts[EVENTS], texts.get(TRIGGER, "")]
    parts += [own.sha256 for own in scenario.own]
    if scenario.priors != "usual":  # then they stand in a file beside the case
        parts += [f"{site.name} {site.prior}" for site in scenario.sites() if not site.written]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def site_values(posterior: Posterior, names: tuple[str, ...], values: np.ndarray, seed: int) -> np.ndarray:
    """Return `values` of the prior, [site, draw], with the informed sites replaced by draws of the posterior.

    The draws are picked at random with the seed; where more are asked for than there are, some repeat.
    """
    flat = posterior.values.reshape(-1, posterior.values.shape[-1])
    count = values.shape[1]
    picked = np.random.default_rng(seed).permutation(len(flat))
    picked = picked[np.arange(count) % len(flat)]
    made = np.array(values)
    for column, name in enumerate(posterior.names):
        if name in names:
            made[names.index(name)] = flat[picked, column]
    return made
