"""Words of probability on a published scale, so that a word always means the same numbers.

Scale: Intelligence Community Directive 203 (2015), section D.6.e.(2)(a).
"""

from __future__ import annotations

SCALE_NAME = "ICD 203 (2015)"
SCALE: tuple[tuple[str, float, float], ...] = (
    ("almost no chance", 0.0, 0.05),
    ("very unlikely", 0.05, 0.20),
    ("unlikely", 0.20, 0.45),
    ("roughly even chance", 0.45, 0.55),
    ("likely", 0.55, 0.80),
    ("very likely", 0.80, 0.95),
    ("almost certain", 0.95, 1.0),
)


def in_words(probability: float) -> str:
    """The word for a probability; a bound belongs to the higher word.

    >>> in_words(0.02), in_words(0.2), in_words(0.97)
    ('almost no chance', 'unlikely', 'almost certain')
    """
    return next((word for word, _, top in SCALE if probability < top), SCALE[-1][0])
