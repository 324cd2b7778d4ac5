"""Documents become files: set by Typst, filled into Word's templates, with the fonts of this machine."""
