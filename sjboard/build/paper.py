"""What a print needs: one week's views, the letters, and the pictures that they show.

Knows the order of the stages, as ``build_site`` does, but looks at one week alone, whether it is public yet
or not: notices hang on the wall before the Friday, and go round for signing. Does not know documents.
"""

from __future__ import annotations

from collections.abc import Mapping

from sjboard.build import all_letters, with_names
from sjboard.build.pictures import Shelf
from sjboard.build.sources import Sources
from sjboard.build.week import read, without_drafts
from sjboard.config.values import Config
from sjboard.content.layout import arrange
from sjboard.content.ledger import read_ledger
from sjboard.diagnostics import Diagnostic, has_errors, in_order
from sjboard.model import Week
from sjboard.records import dataclass
from sjboard.views import assemble_letters, assemble_week
from sjboard.views.board import WeekViews
from sjboard.views.forms import FormViews
from sjboard.views.office import assemble_forms
from sjboard.views.site import LetterView


@dataclass(frozen=True, slots=True)
class ForPaper:
    """``views`` is None where errors among ``diagnostics`` stand in the way; ``pictures`` are bytes by path.

    ``forms`` is there where they were asked for. ``entries`` counts the week's files of homework that were
    looked at.
    """

    views: WeekViews | None
    letters: tuple[LetterView, ...]
    pictures: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]
    entries: int
    forms: FormViews | None = None


def read_for_paper(
    sources: Sources, config: Config, week: Week, *, letters: bool, forms: bool = False
) -> ForPaper:
    """Read and judge a week without its drafts; with ``letters``, every letter too.

    With ``forms``, the office's: what is wrong with the homework itself does not stop them, a broken
    cap least of all, since one of them is about it. What cannot be read does.
    """
    config, found = with_names(config, sources)
    ledger, broken = read_ledger(sources.ledger)
    layout, _ = arrange(sources.content, config)
    shelf = Shelf(sources.content, layout.assets)
    paths = layout.weeks.get((week.term, week.number), ())
    files = without_drafts({path: sources.content[path] for path in paths})
    reading = read(week, files, config, shelf)
    written, unsent = all_letters(sources, layout, config, shelf) if letters or forms else ((), ())
    judged = in_order([*found, *broken, *reading.diagnostics, *unsent])
    stopping = in_order([*found, *broken, *reading.unread, *unsent]) if forms else judged
    if has_errors(stopping):
        return ForPaper(None, (), {}, stopping, len(files))
    views = assemble_week(
        config,
        week,
        reading.by_class,
        reading.entries,
        None,
        None,
        reading.diagnostics,
        ledger.record(f"{week.term}/{week.key}"),
    )
    shown = {path for entry in reading.entries for path in entry.assets}
    shown |= {path for letter in written for path in letter.assets}
    pictures = shelf.to_publish(sorted(shown))
    office = None
    if forms:
        office = assemble_forms(
            config, week, reading.entries, reading.by_class, reading.diagnostics, written
        )
    return ForPaper(views, assemble_letters(config, written), pictures, judged, len(files), office)
