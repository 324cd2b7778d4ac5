"""``python -m sjboard`` is the ``sjboard`` command."""

from sjboard.edges.cli import main

main()
