"""What the tests of scoring share: a forecaster that needs no model, and a small saved forecast."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from armslength.scenario import Scenario, load
from armslength.scoring import Forecaster, Paths

ROOT = Path(__file__).parents[2]
SAVED = ROOT / "tests/saved/forecast-1/forecast.json"
SHARED = ROOT.parent / "shared" / "data"

LATER = """date,end_date,kind,series,front,adversary,client,count,lethal,deaths,level,source
2001-04-30,2001-05-06,tally,shore-log,,,,14,,,,teacher
2001-05-07,2001-05-13,tally,shore-log,,,,300,,,,teacher
2001-05-14,2001-05-20,tally,shore-log,,,,14,,,,teacher
2001-05-21,2001-05-29,tally,shore-log,,,,14,,,,teacher
2001-05-03,,reprisal,,harbour-guard/tarn,tarn,,,,,2,teacher
2001-05-09,,attack,port-log,river-league/merchants,,,1,1,2,,teacher
2001-05-10,,suspension,,hill-column/tarn,,hill-column,,,,,teacher
"""


def constant_forecaster(rate: float = 2.0, paths: int = 400) -> Forecaster:
    """Poisson attacks at one rate on every front, and a coin for everything else: fast, and blind to the case."""

    def forecast(case: Scenario, days: int) -> Paths:
        rng = np.random.default_rng(case.as_of.toordinal())
        fronts, adversaries = tuple(case.fronts), tuple(case.adversaries)
        count = rng.poisson(rate, (days, len(fronts), paths))
        level = rng.integers(0, 3, (days, len(adversaries), paths)) * (
            rng.uniform(size=(days, 1, paths)) < 0.05
        )
        return Paths(
            fronts=fronts,
            adversaries=adversaries,
            client_of={f.id: f.client for f in case.fronts.values()},
            count=count,
            lethal=(rng.uniform(size=count.shape) < 0.01) * 1,
            level=level,
            rung=np.minimum(level.max(1) + 1, 5),
            halt=(rng.uniform(size=count.shape) < 0.01) * 1,
        )

    return forecast


@pytest.fixture
def constant() -> Forecaster:
    """The blind forecaster."""
    return constant_forecaster()


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved forecast of the classroom whose paths are the blind forecaster's."""
    case, days, windows = load("classroom"), 35, [7, 30, 35]
    p = constant_forecaster()(case, days)
    totals = np.stack([p.count[:w].sum(0) for w in windows])
    mass = np.stack([[np.bincount(row, minlength=totals.max() + 1) for row in window] for window in totals])
    made = xr.Dataset(
        {
            "path_count": (("day", "front", "path"), p.count),
            "path_lethal": (("day", "front", "path"), p.lethal),
            "path_level": (("day", "adversary", "path"), p.level),
            "path_rung": (("day", "path"), p.rung),
            "path_halt": (("day", "front", "path"), p.halt),
            "attacks_pmf": (("window", "front", "bin"), mass / mass.sum(-1, keepdims=True)),
            "bin_least": (("bin",), np.arange(mass.shape[-1])),
        },
        coords={"front": list(p.fronts), "adversary": list(p.adversaries), "window": windows},
        attrs={"as_of": case.as_of.isoformat()},
    )
    folder = tmp_path_factory.mktemp("forecast") / "classroom"
    folder.mkdir()
    shutil.copy(SAVED, folder)
    made.to_netcdf(folder / "forecast.nc", engine="h5netcdf")
    return folder


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """What happened in the classroom afterwards."""
    path = tmp_path / "later.csv"
    path.write_text(LATER, encoding="utf-8")
    return path
