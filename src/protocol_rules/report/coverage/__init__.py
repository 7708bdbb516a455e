"""The coverage of rules as text, Markdown, LCOV and a page in HTML."""
