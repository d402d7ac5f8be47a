"""The answer in three sentences: what the commander does next, who would follow, how far the record supports it."""

from __future__ import annotations

from datetime import date

from armslength.results.record import Record, described
from armslength.results.scores import FEWEST_INDEPENDENT, Skill

IN_WORDS = {  # baselines as a sentence names them
    "historical mean": "the mean of past counts",
    "exponentially weighted mean": "a mean of past counts that weighs recent ones more",
}
#: what is said of a case without a verdict
NOT_SCORED = "Not known: past forecasts of this case have not been scored, and nothing here shows that the model beats the mean of past counts."


class HeadlinePart(Record):
    """A question that everyone asks first, and its answer in a sentence or two."""

    asks: str = described("what is asked")
    says: str = described("the answer, with its interval, in words")
    because: str = described(
        "why it is told by this way of forecasting; empty where there is no other", default=""
    )


class ShippedVerdict(Record):
    """What a backtest of a case found on the comparison that the case declared beforehand."""

    measured: date = described("day of the measurement")
    command: str = described("what measured it")
    counted: str = described("what was counted, and how far ahead")
    skill: Skill = described("the model against the declared baseline")

    @property
    def sentence(self) -> str:
        """How far the record supports the model, with the size of the skill as far as there is any."""
        return support(self.skill)


def support(skill: Skill) -> str:
    """Return a verdict of past forecasts as one sentence."""
    rival = IN_WORDS.get(skill.baseline, f"the baseline '{skill.baseline}'")
    if skill.verdict == "too few to tell":
        return (
            f"No skill shown against {rival}: past occasions without a shared day are too few to tell "
            f"({skill.independent}; a verdict needs {FEWEST_INDEPENDENT})."
        )
    size = "" if skill.skill is None else f" {skill.skill:+.2f}"
    if skill.interval:
        size += f" (90%: {skill.interval.low:+.2f} to {skill.interval.high:+.2f})"
    if skill.verdict == "no skill shown":
        return f"No skill shown against {rival}:{size} over {skill.n} past occasions."
    found = "Better than" if skill.verdict == "skill shown" else "Worse than"
    return f"{found} {rival} in the past: skill{size} over {skill.n} occasions."
