"""A comparison and an explanation that were saved by an earlier version open, or say how to make them again."""

from __future__ import annotations

import json

import pytest

from armslength.errors import ArmslengthError
from armslength.results.comparison import ComparisonResult
from tests.saved import FOLDER, saved_comparison, saved_explanation


@pytest.mark.parametrize(
    ("name", "opened"), [("comparison-1", saved_comparison), ("explanation-1", saved_explanation)]
)
def test_it_reads_back_as_it_was_written(name, opened) -> None:
    written = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert json.loads(opened().to_json()) == written


def test_rows_are_found_by_name() -> None:
    result = saved_comparison()
    assert result.difference("truce", "nothing", "deaths") == result.change("truce", "deaths")
    assert result.difference("truce", "visit-all", "deaths") == result.contrast(
        "truce", "visit-all", "deaths"
    )
    assert result.outcome("war").unit == "probability"
    for missing in (lambda: result.change("nobody", "deaths"), lambda: result.outcome("peace")):
        with pytest.raises(ArmslengthError, match="the comparison holds no"):
            missing()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"format": "armslength-comparison/9"}, "its format is 'armslength-comparison/9'"),
        ({"rows": []}, None),
        ({"rows": [{"strategy": "truce"}]}, "this is no whole comparison: rows.0"),
        ({"surprise": 1}, "this is no whole comparison: surprise"),
    ],
)
def test_what_does_not_fit_says_how_to_make_it_again(change, sentence) -> None:
    document = json.loads((FOLDER / "comparison-1.json").read_text(encoding="utf-8")) | change
    text = json.dumps(document)
    if sentence is None:
        assert ComparisonResult.from_json(text).changes == ()
        return
    with pytest.raises(ArmslengthError) as refused:
        ComparisonResult.from_json(text, "mine.json")
    assert sentence in str(refused.value)
    assert "`armslength compare` makes it again" in str(refused.value)
