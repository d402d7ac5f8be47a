"""Write the documents that are made from the code's own records: `make docs`.

A page is a function that returns its whole text; `PAGES` says where each one goes. A test compares the two.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]


def command_reference() -> str:
    """Every command with its arguments and options, as `--help` has them."""
    ask_typer = [sys.executable, "-m", "typer", "armslength.cli", "utils", "docs", "--name", "armslength"]
    shown = subprocess.run(ask_typer, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return shown.rstrip() + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "docs/generated/commands.md": command_reference,
}


def main() -> None:
    for name, page in PAGES.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(), encoding="utf-8")
        print(f"wrote {name}")


if __name__ == "__main__":
    main()
