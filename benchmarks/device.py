"""The same futures on a GPU and on processor cores: how many a second, and whether they are the same.

    python -m benchmarks.device [--futures 1000000] [--cores 2,16]

Each place is a process of its own, which plays `axis-2024` from draws of its prior. Needs JAX with a GPU; armslength's
core alone besides (pydantic, ruamel.yaml, jaxtyping, NumPy). Without a GPU it says so and measures the cores.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from typing import Any

import numpy as np

TURNS = 3
COMPARED = 200  # draws whose futures are compared
CLOSE = 0.02  # share of counts that may differ: one falls on the other side where the last bits of its law do, and later days follow


def play(device: str, cores: int, futures: int) -> dict[str, Any]:
    """Return futures a second in each turn and a digest of the first futures, in this process."""
    import jax

    from armslength.simulate import play as play_ensemble
    from armslength.simulate.device import use
    from benchmarks.start import start_from_prior

    use(device)
    if device == "cpu":
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    begun = time.perf_counter()
    start = start_from_prior(draws=max(futures // 50, COMPARED))
    replayed = time.perf_counter() - begun
    speeds: list[float] = []
    first: list[np.ndarray] | None = None
    for _ in range(TURNS + 1):  # the first compiles
        kept: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        begun = time.perf_counter()
        for real, block in play_ensemble(start.ensemble, start.windows, keep=1, workers=cores):
            if first is None and sum(len(k[0]) for k in kept) < COMPARED:
                kept.append((np.arange(real), block["attacks"], block["rung"].max(0)))
        speeds.append(start.ensemble.draws * start.ensemble.replicates / (time.perf_counter() - begun))
        if first is None:
            first = [np.concatenate([k[i] for k in kept], axis=-2)[..., :COMPARED, :] for i in (1, 2)]
    assert first is not None
    np.savez(os.environ["DEVICE_FUTURES"], attacks=first[0], rung=first[1])
    return {
        "device": str(jax.config.jax_default_device),
        "jax": jax.__version__,
        "cores": cores,
        "replay_s": round(replayed, 2),
        "first_per_s": round(speeds[0]),
        "futures_per_s": [round(s) for s in speeds[1:]],
    }


def elsewhere(device: str, cores: int, futures: int, to: str) -> dict[str, Any]:
    """Return what `play` returns, from a process of its own."""
    asked = ["--play", device, str(cores), "--futures", str(futures)]
    known = dict(os.environ, DEVICE_FUTURES=to, XLA_PYTHON_CLIENT_PREALLOCATE="false")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.device", *asked], env=known, capture_output=True, text=True
    )
    if done.returncode:
        return {"device": device, "cores": cores, "failed": done.stderr.strip().splitlines()[-1:]}
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return made


def unlike(one: str, other: str) -> dict[str, float]:
    """Return the share of futures that differ in two files, in each of what is kept."""
    with np.load(one) as a, np.load(other) as b:
        return {name: float((a[name] != b[name]).mean()) for name in a.files}


def main() -> None:
    """Print a line of JSON for each place, then how far the GPU's futures are from the cores', and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--futures", type=int, default=1_000_000, help="on the GPU; a tenth of it on cores")
    parser.add_argument("--cores", default="2,16")
    parser.add_argument("--play", nargs=2, metavar=("DEVICE", "CORES"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.play:
        print(json.dumps(play(asked.play[0], int(asked.play[1]), asked.futures)))
        return
    folder = os.environ.get("OUT", ".")
    places = [("gpu", 2, asked.futures)]
    places += [("cpu", int(n), asked.futures // 10) for n in asked.cores.split(",")]
    best: dict[str, float] = {}
    files = {}
    for device, cores, futures in places:
        name = device if device == "gpu" else f"{device}{cores}"
        files[name] = os.path.join(folder, f"futures-{name}.npz")
        made = elsewhere(device, cores, futures, files[name])
        print(json.dumps({name: made}), flush=True)
        if "futures_per_s" in made:
            best[name] = float(np.median(made["futures_per_s"]))
    for name, speed in best.items():
        if name != "gpu" and "gpu" in best:
            apart = unlike(files["gpu"], files[name])
            print(
                json.dumps(
                    {
                        "gpu / " + name: round(best["gpu"] / speed, 1),
                        "share that differs": apart,
                        "close": max(apart.values()) < CLOSE,
                    }
                )
            )


if __name__ == "__main__":
    main()
