"""The shipped templates as Python, a module for each language: ``hatch_build.py`` makes them (``code``)."""
