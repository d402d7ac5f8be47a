"""`docs/generated/patterns.md`: what the model must reproduce, as it was written down before anything was tuned."""

from __future__ import annotations

from armslength.facts.bands import stated
from armslength.formatting import markdown_table as table
from tools.documents.markdown import page


def patterns() -> str:
    """Return the stylised facts with their frozen bands."""
    rows = [
        (
            str(fact.number),
            fact.fact,
            fact.stated.strip(),
            "; ".join(f"`{name}` {band}" for name, band in fact.bands.items()),
            fact.source,
        )
        for fact in stated()
    ]
    intro = (
        "The stylised facts, stated and banded before anything was tuned to them; the bands are frozen by checksum. `make facts` prints, for "
        "each, the value at the defaults, the share of prior draws in band, and the value with its mechanism off."
    )
    return page(
        "Patterns", intro, table(("#", "fact", "statistic and band, as stated", "in numbers", "source"), rows)
    )
