"""The bands of the facts were frozen before tuning: whoever changes one changes this number, in the open."""

from hashlib import sha256

from armslength.facts.parts import BANDS, facts_folder

FROZEN = "d34929d42bfc8959c1a6ea019f3f8c7baa7b72e7adb080a070c8aca2f34f7641"


def test_the_bands_are_those_that_were_frozen() -> None:
    # Line ends are those of the repository, whatever a checkout made of them.
    text = (facts_folder() / BANDS).read_bytes().replace(b"\r\n", b"\n")
    assert sha256(text).hexdigest() == FROZEN
