"""The bands of the facts were frozen before tuning: whoever changes one changes this number, in the open.

Changed once: version 2 of the model added the share answered beyond chance to fact 4, and moved no band.
"""

from hashlib import sha256

from armslength.facts.parts import BANDS, facts_folder

FROZEN = "61a722e4c96980764e349266fb73e30eb45f19a9dad5fe3b2145c3e654f6443a"


def test_the_bands_are_those_that_were_frozen() -> None:
    # Line ends are those of the repository, whatever a checkout made of them.
    text = (facts_folder() / BANDS).read_bytes().replace(b"\r\n", b"\n")
    assert sha256(text).hexdigest() == FROZEN
