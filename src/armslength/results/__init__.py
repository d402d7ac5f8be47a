"""Results as frozen records: what every command prints with `--json`, and what tables, report and page are made from.

A field has a sentence and, where it has one, a unit; the JSON Schema, the API's description and the documentation of
keys are generated from them. This package imports no numerics, so that reading a result costs little.

Names: the record of a forecast is `ForecastResult`, of a comparison `ComparisonResult`, and so on, one module each. The
object in memory is `Forecast`, `Comparison`, ...; it holds its record as `.result`, and arrays beside it.
"""

from armslength.results.manifest import Manifest
from armslength.results.record import (
    Count,
    Days,
    Document,
    Interval,
    Probability,
    Quantiles,
    Record,
    Share,
    described,
    optional,
)

__all__ = [
    "Count",
    "Days",
    "Document",
    "Interval",
    "Manifest",
    "Probability",
    "Quantiles",
    "Record",
    "Share",
    "described",
    "optional",
]
