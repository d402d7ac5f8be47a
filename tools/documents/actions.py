"""`docs/generated/actions.md`: the grammar of actions, from the records that read it."""

from __future__ import annotations

from armslength.formatting import markdown_table as table
from armslength.scenario.action_words import ADAPTIVE, BY_PATRON, DATED, SEEN, VERBS, Verb, Word
from tools.documents.markdown import code, page

INTRO = """The one grammar of what can be done on the days ahead: in a scenario's `strategies:`, behind `--do` and in `step --orders`.
How strategies are compared: [decisions](../decisions.md). The verbs are the levers that the model has; there is none for a strike on a leader or on the patron, or for the loss of a commander.

    VERB WHOM WORD=VALUE ... TIME

`front=all` and `client=all` name all of them, `front=a,b` several."""


def actions() -> str:
    """Verbs, words, times and events."""
    verbs = table(
        ("verb", "whose", "concerns", "words", "what it is"), [_verb(name, v) for name, v in VERBS.items()]
    )
    words = table(
        ("verb", "word", "from, to", "if left out", "what it is"),
        [_word(n, w, word) for n, v in VERBS.items() for w, word in v.words.items()],
    )
    times = "Days are written as YYYY-MM-DD, or as `+3` for the third day ahead.\n\n" + table(
        ("word", "what it is"),
        [
            *((f"`{n}=`", t) for n, t in DATED.items()),
            (
                "`by=`",
                f"which of several patrons does it, with {', '.join(BY_PATRON)}; the strategy's `by`, or the client's only patron, if left out",
            ),
        ],
    )
    able = code(n for n, v in VERBS.items() if v.adaptive)
    rules = (
        f"What can wait for an event: {able}. One order or visit after another event that comes while it is still to come serves both.\n\n"
        + table(("word", "what it is"), [(f"`{n}=`", t) for n, t in ADAPTIVE.items()])
    )
    events = "A policy sees what everyone sees, and no state of the model.\n\n" + table(
        ("event", "what it is"), [(f"`{n}`", t) for n, t in SEEN.items()]
    )
    sections = {"Verbs": verbs, "Words": words, "When": times, "After an event": rules, "Events": events}
    return page("Actions", INTRO, *(f"## {title}\n\n{text}" for title, text in sections.items()))


def _verb(name: str, verb: Verb) -> tuple[str, ...]:
    words = code(f"{w}=" for w in (*([verb.of] if verb.of else ()), *verb.words))
    whose = {"trigger": "sides of the trigger war", "adversary": "that adversary", "host": "that host"}
    return f"`{name}`", whose.get(verb.side, verb.side), verb.of or "-", words, verb.meaning


def _word(verb: str, name: str, word: Word) -> tuple[str, ...]:
    span = code(word.choices) if word.choices else f"{word.least:g} to {word.top:g}"
    plain = (
        word.choices[int(word.otherwise)]
        if word.choices
        else "as it is"
        if word.otherwise < 0
        else f"{word.otherwise:g}"
    )
    return f"`{verb}`", f"`{name}=`", span, "-" if word.choices else plain, word.meaning
