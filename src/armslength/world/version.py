"""The version of the model that fits, kept comparisons of theories and golden results belong to.

Raise it by one whenever the same parameters and the same evidence give another likelihood or other futures: a
changed equation, a new mechanism, another default, prior or support, another reading of an event. Leave it where
code is only moved, renamed, documented or made faster. After raising it run `make posteriors` (the shipped fits),
`make goldens` (the expected numbers of `tests/golden`) and `make docs` (README's answers), and write a
*Results change* line into the changelog. `tests/golden` fails where one of these was forgotten.
"""

MODEL_VERSION = "3"
