"""A school's homework board, checked against the caps before anyone sees it."""

__version__ = "0.1.0"
