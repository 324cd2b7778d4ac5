"""What a Word template may have wrong: apart from ``word``, so that telling it needs no Word library."""

from __future__ import annotations


class WordFault(Exception):  # noqa: N818 - the house's word for what a user can mend
    """A Word template cannot be read or filled.

    ``why``: ``unreadable`` (no .docx file), ``syntax`` (a tag is written wrongly), ``unknown`` (a name
    that the data have not), ``structure`` (the tags tear the document apart), ``failed`` (anything else
    that a tag did). ``near`` is the text of the paragraph where it happened, "" where none is known;
    ``message`` the library's own, English. ``document`` is the name of what was being made.
    """

    def __init__(self, template: str, document: str, why: str, near: str, message: str) -> None:
        super().__init__(f"{template} ({document}): {why}: {message} near {near!r}")
        self.template = template
        self.document = document
        self.why = why
        self.near = near
        self.message = message
