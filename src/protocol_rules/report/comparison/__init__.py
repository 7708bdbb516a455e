"""The picture of several councils as text, Markdown, plain data and a page in HTML."""
