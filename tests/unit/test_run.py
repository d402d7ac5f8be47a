"""A run: its options are its fields, and what cannot be computed is refused in a sentence."""

from dataclasses import fields

import pytest

from armslength.errors import ArmslengthError
from armslength.run import Run, RunOptions
from armslength.scenario import load


def test_options_are_the_fields():
    assert [field.name for field in fields(Run)] == list(RunOptions.__annotations__)


def test_days_are_the_horizon_unless_asked():
    case = load("classroom")
    assert Run().days_of(case) == case.horizon
    assert Run().but(days=30).days_of(case) == 30


def test_futures_are_whole_draws():
    assert [Run(futures=n).draws for n in (1, 50, 51)] == [1, 1, 2]


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        (Run(days=6), "days is 6; it must lie between 7 and 3,650"),
        (Run(futures=0), "futures is 0; it must lie between 1 and 10,000,000"),
        (Run(seed=-1), "seed is -1; it must lie between 0 and 4,294,967,295"),
    ],
)
def test_what_cannot_be_computed_is_refused(run, sentence):
    with pytest.raises(ArmslengthError, match=sentence):
        run.days_of(load("classroom"))
