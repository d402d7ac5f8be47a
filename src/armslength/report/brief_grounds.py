"""What every brief says of its own worth: what intervals leave out, how it was made."""

from __future__ import annotations

from armslength.formatting import day
from armslength.results.manifest import Manifest

#: what no interval covers
MODEL_ONLY = "Whether the model itself is right is in no interval."


def made_line(manifest: Manifest) -> str:
    """Return when, from which version and with which settings a result was made."""
    return (
        f"Made {day(manifest.created)} with armslength {manifest.version} (commit {manifest.commit[:12]}), "
        f"{manifest.futures:,} futures, parameters from the {manifest.parameters_from}, seed {manifest.seed}, "
        f"case {manifest.scenario_hash[:12]}."
    )
