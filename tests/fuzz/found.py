"""What fuzzing has found, cut down to what matters: by target, the input and what was wrong with it."""

FOUND: tuple[tuple[str, str, str], ...] = (
    ("front_matter", "---\n\n——\n\nk: 0\n", "a fence of two dashes was marked as three characters"),
    ("yaml_reading", "\n---", "a value left out at the end stood a line below the last"),
    (
        "yaml_reading",
        "k" * 1100 + ": 1",
        "a key that is too long for YAML was read by the quick way",
    ),
    (
        "letter",
        "138-1\n——\n---",
        "a letter that ends with its fence had no text on a line that is not there",
    ),
    (
        "placeholders",
        "1. 小学\n{{ school }}",
        "a school's name with a number before it became a list",
    ),
    ("placeholders", "a|b\n{{ school }}", "a school's name with a bar in it parted a table's cell"),
    (
        "markdown",
        "> &![|\\&![|\\&![|\\&![|\\\n" * 400,
        "bars that make no table hid a paragraph of brackets from the count: 25 s",
    ),
    ("markdown", "`` \\" * 4000, "backticks without their other half took Python-Markdown 5 s"),
)
