"""Coverage is held to a floor for every folder, and the floor can fail."""

from pathlib import Path

from tools.coverage_floor import FLOORS, covered, faults

PACKAGE = Path(__file__).parents[2] / "src/armslength"
REPORT = {
    "files": {
        "src/armslength/web/api.py": {"summary": {"covered_lines": 3, "num_statements": 4}},
        "src/armslength/web/views.py": {"summary": {"covered_lines": 3, "num_statements": 6}},
        "src/armslength/errors.py": {"summary": {"covered_lines": 1, "num_statements": 1}},
        "src/armslength/cases/__init__.py": {"summary": {"covered_lines": 0, "num_statements": 0}},
    }
}


def test_shares_are_added_up_by_folder() -> None:
    assert covered(REPORT) == {".": 100.0, "web": 60.0}


def test_what_is_below_its_floor_is_named() -> None:
    assert not list(faults({"web": 60.0}, {"web": 60}))
    (below,) = faults({"web": 59.9}, {"web": 60})
    assert below.startswith("web stands at 59.9 %")
    assert [f.split()[0] for f in faults({"new": 90.0}, {"gone": 50})] == ["gone", "new"]


def test_every_folder_with_code_has_a_floor() -> None:
    folders = {
        path.relative_to(PACKAGE).parts[0]
        for path in PACKAGE.glob("*/**/*.py")
        if path.read_text(encoding="utf-8").count("\n") > 1
    }
    assert folders | {"."} == set(FLOORS)
