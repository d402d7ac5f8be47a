"""A forecast that was saved by an earlier version opens, or says how to make it again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from armslength.errors import ArmslengthError
from armslength.results.forecast import GONE, RENAMED, ForecastResult

SAVED = Path(__file__).parents[1] / "saved/forecast-1/forecast.json"


def test_a_saved_forecast_reads_back_as_it_was_written() -> None:
    text = SAVED.read_text(encoding="utf-8")
    result = ForecastResult.from_json(text)
    assert _without_fit(result.to_json()) == _without_fit(text)
    assert result.manifest.posterior
    assert result.manifest.posterior.method in {"HMC", "NUTS"}
    assert result.attacks_on("harbour-guard/tarn", 30).window_days == 30


def _without_fit(text: str) -> dict[str, Any]:
    """Return the document without what only one version writes, and each part under its present name."""
    document: dict[str, Any] = json.loads(text)
    for key in GONE:
        document["manifest"].pop(key, None)
    document["lethal"] = [
        {RENAMED.get(key, key): value for key, value in row.items()} for row in document["lethal"]
    ]
    del document["manifest"]["posterior"]
    document["state"].pop("shown", None)
    return document


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": "armslength-forecast/9"}, "its format is 'armslength-forecast/9'"),
        ({"format": None}, "its format is None"),
        ({"follow": "nobody"}, "this is no whole forecast: follow"),
        ({"surprise": 1}, "this is no whole forecast: surprise"),
    ],
)
def test_another_format_is_refused_with_the_way_to_make_it_again(
    change: dict[str, object], sentence: str
) -> None:
    text = json.dumps(json.loads(SAVED.read_text(encoding="utf-8")) | change)
    with pytest.raises(ArmslengthError) as refused:
        ForecastResult.from_json(text, "forecast.json")
    assert sentence in str(refused.value)
    assert str(refused.value).endswith("`armslength forecast SCENARIO` makes it again")
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize("text", ["", "[1]", "{}", '{"format": "armslength-forecast/1"', "NaN"])
def test_what_is_no_forecast_is_refused(text: str) -> None:
    with pytest.raises(ArmslengthError, match="this is no forecast"):
        ForecastResult.from_json(text)
