"""``sjboard serve``: the site built in memory, answered from memory, and built again at every save."""
