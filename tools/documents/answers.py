"""What depends on a forecast: the answers in README's table, and its picture.

One run of the built-in case, at the defaults of `armslength forecast`. A fingerprint of what it was made from stands
in README; `tests/golden` compares it with the present one, so that an answer cannot outlive what it was made from.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from armslength.fitting.at_hand import shipped_file
from armslength.results.forecast import ForecastResult
from armslength.scenario import load
from armslength.world.catalogue import CATALOGUE
from armslength.world.version import MODEL_VERSION

CASE = "axis-2024"
GOLDEN = Path(__file__).parents[2] / f"tests/golden/expected/{CASE}.json"
BEGIN, END = "<!-- answers: ", "<!-- end of answers -->"
BLOCK = re.compile(rf"{BEGIN}(\w+) -->\n.*?{END}", re.DOTALL)


def fingerprint() -> str:
    """Return a digest of what the answers are made from.

    That is the case, every parameter's prior and value, the version of the model, the posterior, and the golden numbers, which
    a test holds against the model itself: so a changed equation shows, too.
    """
    records = json.dumps([(p.path, str(p.prior), p.default) for p in CATALOGUE])
    parts = (
        f"{load(CASE).hash}{records}{MODEL_VERSION}".encode(),
        shipped_file(CASE).read_bytes(),
        GOLDEN.read_bytes(),
    )
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:16]


def run(progress: Any = lambda *_: None) -> ForecastResult:
    """Return the record of `armslength forecast axis-2024`."""
    from armslength.forecasting import forecast
    from armslength.simulate import keep_compiled_code

    keep_compiled_code()
    return forecast(CASE, progress=progress).result


def with_answers(readme: str, result: ForecastResult) -> str:
    """README with the table of answers from this forecast."""
    block = f"{BEGIN}{fingerprint()} -->\n{_table(result)}\n{END}"
    made, times = BLOCK.subn(lambda _: block, readme)
    if times != 1:
        raise SystemExit(f"README.md must hold one block from '{BEGIN}...' to '{END}'; it holds {times}")
    return made


def _table(result: ForecastResult) -> str:
    from armslength.forecasting.question_answers import answered
    from armslength.formatting import markdown_table as table

    m = result.manifest
    made = (
        f"*Made by `make docs` from `armslength forecast {CASE}`: {m.futures:,} futures, {m.draws} draws of the {m.parameters_from}, seed {m.seed}. "
        "Intervals are 90 %, over the parameters of one model or, of counts, over chance and parameters; whether another theory is right is not in them. "
        "Prior only: the same answer under the prior agrees within Monte Carlo error.*"
    )
    asked = load(CASE).questions
    rows = [
        (
            f"{row.says} ({', '.join(asked[row.id].claims)})",
            f"`{row.command}`",
            f"{row.answer} *Prior only.*" if row.prior_only else row.answer,
        )
        for row in answered(load(CASE), result)
        if row.says
    ]
    return table(("the article says", "command", "answer"), rows) + "\n\n" + made


def picture(result: ForecastResult) -> str:
    """Return the network as an SVG file with a background of its own, so that it reads on a dark page too."""
    from armslength.report.network import network_picture

    drawn = network_picture(result)
    width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn).groups()  # type: ignore[union-attr]
    margin = 16
    whole = f'viewBox="{-margin} {-margin} {float(width) + 2 * margin:g} {float(height) + 2 * margin:g}"'
    paper = f'<rect x="{-margin}" y="{-margin}" width="100%" height="100%" fill="#ffffff"/>'
    head, mark, rest = drawn.partition(">")
    head = re.sub(r'viewBox="[^"]*"', whole, head)
    return f"{head}{mark}{paper}{rest}\n"


PICTURE = Path("docs/pictures/network-axis-2024.svg")
