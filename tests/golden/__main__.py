"""Write the golden numbers anew: `make goldens`. A case at a time: `ARGS=classroom`.

It refuses where the log likelihood of the same evidence has changed under the same version of the model: then the
model has changed, and so must its version.
"""

import sys

from armslength.world.version import MODEL_VERSION
from tests.golden.expected import FOLDER, differences, read, write
from tests.golden.results import CASES, measure


def main(names: list[str]) -> None:
    for case in names or CASES:
        found = measure(case)
        if (FOLDER / f"{case}.json").exists():
            before = read(case)
            moved = list(differences(before["numbers"], found["numbers"]))
            same = (before["model_version"], before["evidence"]) == (MODEL_VERSION, found["evidence"])
            if same and any(line.startswith("log_likelihood") for line in moved):
                raise SystemExit(
                    f"{case}: the log likelihood of the same evidence has changed, so the model has: raise "
                    "MODEL_VERSION in src/armslength/world/version.py first\n" + "\n".join(moved[:20])
                )
            print(f"{case}: {len(moved)} numbers have moved", *moved, sep="\n  ")
        write(case, found)


if __name__ == "__main__":
    main(sys.argv[1:])
