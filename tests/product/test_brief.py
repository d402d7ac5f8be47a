"""`armslength brief` as a user meets it: from saved results, and one sentence where it cannot."""

import shutil
from pathlib import Path

import pytest

SAVED = Path(__file__).parents[1] / "saved"


def test_a_saved_forecast_and_a_saved_comparison_have_briefs(armslength, tmp_path):
    made = armslength("brief", SAVED / "forecast-1", "--out", tmp_path / "case.html")
    assert made.code == 0
    page = (tmp_path / "case.html").read_text(encoding="utf-8")
    assert "Who would follow" in page
    assert "Told by message to pause for 30 days" in page
    assert f"armslength brief {SAVED / 'forecast-1'} --out case.html" in page
    shutil.copy(SAVED / "comparison-1.json", tmp_path / "comparison.json")
    assert armslength("brief", tmp_path, "--out", tmp_path / "two.pptx").code == 0
    assert (tmp_path / "two.pptx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "nowhere"),
        ((SAVED / "forecast-1", "--out", "brief.doc"), "a brief is written as .html, .pdf or .pptx"),
        ((SAVED / "comparison-1.json", "--question", "x"), "--question is of a case or a forecast"),
        ((SAVED / "forecast-1", "--scores", "nowhere"), "no backtest is here"),
    ],
)
def test_what_cannot_be_is_one_sentence(armslength, words, said):
    refused = armslength("brief", *words)
    assert refused.code == 2
    assert said in refused.err
    assert "Traceback" not in refused.err
