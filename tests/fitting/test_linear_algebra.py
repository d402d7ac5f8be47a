"""A fit does not depend on how many threads the libraries of linear algebra would use."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

FIT = """
from hashlib import sha256
from armslength import fit
from armslength.simulate import keep_compiled_code
keep_compiled_code()
print(sha256(fit("classroom", quick=True, chains=1, draws=200).z.tobytes()).hexdigest())
"""


@pytest.mark.slow
def test_a_fit_is_the_same_on_any_number_of_cores() -> None:
    made = [
        subprocess.run(
            [sys.executable, "-c", FIT],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "2")
    ]
    assert made[0] == made[1]
