"""The glossary, from the terms that the reports list."""

from armslength.formatting import markdown_table as table
from armslength.glossary import glossary
from tools.documents.markdown import page

INTRO = (
    "Terms as this project uses them. Terms of statistics have their usual meaning; they are listed where a reader "
    "may meet them first here. Every report ends with the same list."
)


def terms() -> str:
    """Return the page of the glossary."""
    rows = [(f'<a id="{t.id}"></a>{t.term}', t.meaning) for t in glossary()]
    return page("Glossary", INTRO, table(("term", "meaning"), rows))
