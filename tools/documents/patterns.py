"""`docs/generated/patterns.md`: what the model must reproduce, as it was written down before anything was tuned."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from ruamel.yaml import YAML

from tools.documents.markdown import page, table

SIGN = {"above": ">", "below": "<"}


def patterns() -> str:
    """The stylised facts with their frozen bands."""
    text = files("armslength.facts").joinpath("bands.yaml").read_text(encoding="utf-8")
    facts = YAML(typ="safe").load(text)
    rows = [
        (str(n), f["fact"], f["stated"].strip(), _bands(f["bands"]), f["source"]) for n, f in facts.items()
    ]
    intro = (
        "The stylised facts, stated and banded before anything was tuned to them; the bands are frozen by checksum. `make facts` prints, for "
        "each, the value at the defaults, the share of prior draws in band, and the value with its mechanism off."
    )
    return page(
        "Patterns", intro, table(("#", "fact", "statistic and band, as stated", "in numbers", "source"), rows)
    )


def _bands(bands: dict[str, dict[str, Any]]) -> str:
    return "; ".join(f"`{name}` {_band(band)}" for name, band in bands.items())


def _band(band: dict[str, Any]) -> str:
    if "from" in band and "to" in band:
        return f"{band['from']:g} to {band['to']:g}"
    (key, value), *_ = band.items()
    return f"{SIGN.get(key) or ('≥' if key == 'from' else '≤')} {value:g}"
