"""Write the documents that are made from the code's own records: `make docs`.

A page is a function that returns its whole text; `PAGES` says where each one goes. A test compares the two. What
needs a forecast (README's answers and picture) is made beside them: `python -m tools.docs --quick` leaves it out.
"""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from armslength.results.documents import DOCUMENTS
from tools.documents import (
    actions,
    answers,
    composed,
    order_of_play,
    parameters,
    patterns,
    results,
    scenario,
    terms,
    world,
)

ROOT = Path(__file__).parents[1]


def command_reference() -> str:
    """Every command with its arguments and options, as `--help` has them."""
    ask_typer = [sys.executable, "-m", "typer", "armslength.cli", "utils", "docs", "--name", "armslength"]
    shown = subprocess.run(ask_typer, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return shown.rstrip() + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "docs/generated/actions.md": actions.actions,
    "docs/events.md": scenario.events,
    "docs/glossary.md": terms.terms,
    "docs/generated/commands.md": command_reference,
    "docs/generated/mechanisms.md": world.mechanisms,
    "docs/generated/order-of-play.svg": order_of_play.order_of_play,
    "docs/generated/parameters.md": parameters.parameters,
    "docs/generated/patterns.md": patterns.patterns,
    "docs/generated/scenario-keys.md": scenario.keys,
    "docs/generated/state.md": world.state,
    "src/armslength/world/composed.pyi": composed.composed,
    **{f"docs/generated/result-{name}.md": partial(results.result_page, name) for name in DOCUMENTS},
}

FACTS = "docs/generated/facts.md"


def facts() -> str:
    """The stylised facts as measured; simulated numbers, so its own test compares them with a tolerance."""
    from armslength.facts.facts_page import page

    return page()


def main() -> None:
    for name, page in PAGES.items():
        write(name, page())
    if "--quick" not in sys.argv[1:]:
        document = answers.run()
        write("README.md", answers.with_answers((ROOT / "README.md").read_text(encoding="utf-8"), document))
        write(str(answers.PICTURE), answers.picture(document))
        write(FACTS, facts())


def write(name: str, text: str) -> None:
    path = ROOT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(f"wrote {name}")


if __name__ == "__main__":
    main()
