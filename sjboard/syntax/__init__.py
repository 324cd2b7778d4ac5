"""Files, not homework: text, YAML with places, front matter, the body's lines, Markdown."""
