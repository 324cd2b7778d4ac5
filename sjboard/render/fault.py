"""What a user can mend in a template."""


class TemplateFault(Exception):  # noqa: N818 - the house's word for what a user can mend
    """A template cannot be read or filled.

    ``template`` and ``line`` are the last template that was at work (line 0: none in particular),
    ``page`` the route that was being written, "" while reading. ``message`` is a clause in the school's
    language.
    """

    def __init__(self, template: str, line: int, message: str, page: str = "") -> None:
        super().__init__(f"{template}:{line}: {message} ({page})")
        self.template = template
        self.line = line
        self.message = message
        self.page = page
