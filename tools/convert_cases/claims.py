"""`claims.yaml` from the article's claims and this project's coding of them: who speaks, how good, what it
bears on."""

from __future__ import annotations

import csv
import json
from pathlib import Path

CODING = Path(__file__).with_name("claims_coding.tsv")


def write_claims(data: Path, folder: Path, clients: set[str] | None = None) -> int:
    """All claims, or those that bear on something in a case with these clients only. Returns how many."""
    with CODING.open(encoding="utf-8", newline="") as stream:
        coding = {row["id"]: row for row in csv.DictReader(stream, delimiter="\t")}
    with (data.parent / "claims.tsv").open(encoding="utf-8", newline="") as stream:
        claims = list(csv.DictReader(stream, delimiter="\t"))
    text = (
        "# What the article of 8 February 2024 says, in our words. Quotes only where the words "
        "themselves matter.\n"
    )
    written = 0
    for claim in claims:
        code = coding[claim["id"]]
        places = [
            p.strip() for p in code["bears_on"].split(",") if clients is None or _held(p.strip(), clients)
        ]
        if not places or (clients is not None and places == ["context"]):
            continue
        quote = f"  quote: {_text(claim['quote'].strip(' .'))}\n" if code["quote"] else ""
        text += (
            f"{claim['id']}:\n  group: {_text(claim['group'])}\n  paraphrase: "
            f"{_text(_whole(claim['paraphrase']))}\n{quote}"
            f"  speaker: {_text(code['speaker'])}\n  quality: {code['quality']}\n  bears_on: "
            f"[{', '.join(_place(p) for p in places)}]\n"
        )
        written += 1
    (folder / "claims.yaml").write_text(text, encoding="utf-8")
    return written


def _held(place: str, clients: set[str]) -> bool:
    parts = place.split(".")
    if parts[0] == "clients" and parts[1] != "*":
        return parts[1] in clients
    return not (parts[0] == "ties" and parts[1] != "*") or parts[2] in clients


def _whole(paraphrase: str) -> str:
    """A sentence that stands by itself."""
    said = paraphrase.lstrip("… ")
    return said[0].upper() + said[1:]


def _text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _place(place: str) -> str:
    return json.dumps(place) if "*" in place else place
