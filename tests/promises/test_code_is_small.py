"""A reader can hold it: no file over 500 lines, no function over 80."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
LONGEST_FILE = 500
LONGEST_FUNCTION = 80


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, f"{node.name}, line {node.lineno}"
