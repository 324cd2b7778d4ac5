"""What a mailing needs: the letters that were asked for, for everyone and as each class gets them.

Knows the order of the stages. Does not know pupils, nor documents.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import field

from sjboard.build import all_letters, with_names
from sjboard.build.pictures import Shelf
from sjboard.build.sources import Sources
from sjboard.config.values import Config
from sjboard.content.layout import arrange
from sjboard.content.letters import read_letters
from sjboard.diagnostics import Diagnostic, has_errors, in_order
from sjboard.locale import Words
from sjboard.model import ClassId, Letter
from sjboard.records import dataclass
from sjboard.views import assemble_letters
from sjboard.views.site import LetterView


@dataclass(frozen=True, slots=True)
class Mail:
    """``letters`` are all that there are; () where errors among ``diagnostics`` stand in the way.

    ``everyone``: those that were wanted, newest first; ``by_class``: the same as each class gets them.
    ``pictures`` are bytes by path.
    """

    letters: tuple[Letter, ...]
    diagnostics: tuple[Diagnostic, ...]
    everyone: tuple[LetterView, ...] = ()
    by_class: Mapping[ClassId, tuple[LetterView, ...]] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def read_mail(
    sources: Sources,
    config: Config,
    wanted: Callable[[Letter], bool],
    classes: Collection[ClassId] = (),
) -> Mail:
    """Read and judge every letter, and make what is shown of those that are ``wanted``."""
    config, unread = with_names(config, sources)
    layout, _ = arrange(sources.content, config)
    shelf = Shelf(sources.content, layout.assets)
    letters, found = all_letters(sources, layout, config, shelf)
    found = in_order([*unread, *found])
    if has_errors(found):
        return Mail((), found)
    chosen = [letter for letter in letters if wanted(letter)]
    files = {letter.span.file: sources.content[letter.span.file] for letter in chosen}
    words = Words(config.language, sources.catalogues)
    shown = {path for letter in chosen for path in letter.assets}
    return Mail(
        letters,
        found,
        assemble_letters(config, chosen),
        {
            each: assemble_letters(config, read_letters(files, config, shelf, words, each)[0], each)
            for each in classes
        },
        shelf.to_publish(sorted(shown)),
    )
