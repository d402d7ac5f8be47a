"""Everyone's record in the ledger, against the model too, and the record of each word of probability."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from armslength.formatting import SCALE, verbal_probability
from armslength.results.ledger import (
    ForecasterRecord,
    LedgerForecast,
    LedgerResult,
    MeanScore,
    MeanScores,
    WordRecord,
)
from armslength.results.scores import MODEL, Skill
from armslength.scoring.ledger import Ledger
from armslength.scoring.ledger_service import TrackedForecast, tracked_forecasts
from armslength.scoring.scores import reliability
from armslength.scoring.skill import corrected, skill


def ledger_result(ledger: Ledger) -> LedgerResult:
    """Return everyone's record, against the model too, and the record of each word of probability."""
    entries = ledger.entries()
    tracked = tracked_forecasts(entries)
    names = dict.fromkeys(t.forecast.forecaster for t in tracked)
    return LedgerResult(
        ledger=str(ledger.path),
        entries=len(entries),
        head=entries[-1].hash if entries else None,
        forecasters=tuple(_corrected([_forecaster_record(name, tracked) for name in names])),
        words=tuple(_word_records(tracked)),
        forecasts=tuple(
            LedgerForecast(
                entry=t.entry.seq,
                registered=t.entry.at,
                timing=t.timing,
                forecaster=t.forecast.forecaster,
                question=t.forecast.question,
                ends=t.forecast.last,
                is_past=t.is_past,
                probability=t.forecast.probability,
                quantiles=t.forecast.quantiles,
                rule=t.forecast.rule,
                state=t.state,
                value=t.value,
                scores=t.scores,
                why=t.resolution.why if t.resolution else "",
            )
            for t in tracked
        ),
    )


def _corrected(records: Sequence[ForecasterRecord]) -> Iterator[ForecasterRecord]:
    """Yield the records with verdicts that bear that everyone is set against the model at once."""
    held = iter(corrected(s for record in records for s in record.against_the_model or ()))
    for record in records:
        if (own := record.against_the_model) is not None:
            own = tuple(next(held) for _ in own)
        yield record.model_copy(update={"against_the_model": own})


def _forecaster_record(name: str, everyone: Sequence[TrackedForecast]) -> ForecasterRecord:
    own = [t for t in everyone if t.forecast.forecaster == name]
    states = [t.state for t in own]
    prospective = sum(t.timing == "prospective" for t in own)
    events = [t for t in own if t.state == "resolved" and t.is_past and t.forecast.probability is not None]
    return ForecasterRecord(
        forecaster=name,
        pending=states.count("pending"),
        resolved=states.count("resolved"),
        void=states.count("void"),
        prospective=prospective,
        retrospective=len(own) - prospective,
        scores=MeanScores(
            brier=_mean([t.scores.brier for t in own]),
            log=_mean([t.scores.log for t in own]),
            quantile=_mean([t.scores.quantile for t in own]),
            in_90=_mean([t.scores.in_90 for t in own]),
        ),
        reliability=reliability(
            [t.forecast.probability or 0.0 for t in events], [bool(t.value) for t in events]
        ),
        against_the_model=None if name == MODEL else _against_the_model(own, everyone),
    )


def _mean(scores: Iterable[float | None]) -> MeanScore | None:
    known = [score for score in scores if score is not None]
    return MeanScore(mean=float(np.mean(known)), n=len(known)) if known else None


def _against_the_model(
    own: Sequence[TrackedForecast], everyone: Sequence[TrackedForecast]
) -> tuple[Skill, ...]:
    """Return the skill against the model on the questions that both answered."""
    model = {t.forecast.question: t.scores for t in everyone if t.forecast.forecaster == MODEL}
    shared = [t for t in own if t.forecast.question in model]
    found = []
    for score in ("brier", "quantile"):
        pairs = [
            (t.forecast.first, t.forecast.last, a, b)
            for t in shared
            for a, b in [(getattr(x, score) for x in (t.scores, model[t.forecast.question]))]
            if a is not None and b is not None
        ]
        if pairs:
            first, last, a, b = zip(*sorted(pairs), strict=True)
            found.append(skill(score, MODEL, a, b, list(zip(first, last, strict=True))))
    return tuple(found)


def _word_records(tracked: Sequence[TrackedForecast]) -> Iterator[WordRecord]:
    """Yield how often what was called by each word of probability happened, whoever used it."""
    by_word: dict[str, list[TrackedForecast]] = {}
    for t in tracked:
        if t.forecast.probability is not None:
            by_word.setdefault(verbal_probability(t.forecast.probability), []).append(t)
    for word, low, high in SCALE:
        used = by_word.get(word, [])
        outcomes = [bool(t.value) for t in used if t.state == "resolved" and t.is_past]
        yield WordRecord(
            word=word,
            low=low,
            high=high,
            resolved=len(outcomes),
            happened=sum(outcomes),
            share=sum(outcomes) / len(outcomes) if outcomes else None,
            pending=sum(t.state == "pending" for t in used),
        )
