"""Views become documents: what a sheet of paper says, as data. Does not know how it is set."""
