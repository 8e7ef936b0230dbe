"""A page of our Markdown as one HTML file that prints well on A4: no script, nothing from outside, styles inline."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from markdown_it import MarkdownIt

from bidtracker.locale import language

# Our pages have headings, lists, tables and bold. Whatever else Markdown could make of a text is off, so that a text
# out of a record that slipped through unescaped could still be no link, no picture and no markup.
OFF = ("html_block", "html_inline", "link", "image", "autolink", "reference", "backticks", "fence", "code")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
@page { size: A4; margin: 10mm 14mm }
* { box-sizing: border-box }
body { font: 8.8pt/1.22 system-ui, "Helvetica Neue", Arial, "Noto Sans", "Noto Sans CJK SC", sans-serif; color: #111;
  background: #fff; max-width: 182mm; margin: 8mm auto; overflow-wrap: anywhere }
h1 { font-size: 14pt; line-height: 1.15; margin: 0 0 1mm }
h2 { font-size: 9.6pt; margin: 1.6mm 0 .3mm; padding-top: .5mm; border-top: .3pt solid #999; break-after: avoid }
p { margin: 0 0 1mm }
ul { margin: 0; padding-left: 4mm }
li { break-inside: avoid }
table { border-collapse: collapse; width: 100%; font-size: 8pt }
thead { display: table-header-group }
th, td { border: .3pt solid #999; padding: .5mm 1mm; text-align: left; vertical-align: top }
tr { break-inside: avoid }
@media print { body { margin: 0; max-width: none } }
"""


def html_page(markdown: str, code: str | None = None) -> str:
    """The HTML file of a page of Markdown; its title is the first heading, its language `code` or the one spoken."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(OFF)
    tokens = reader.parse(markdown)
    title = next((after.content for here, after in pairwise(tokens) if here.tag == "h1"), "")
    spoken = (code or language()).replace("_", "-")
    plain = "".join(part.content for part in reader.parseInline(title)[0].children or ()) if title else "bidtracker"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(spoken)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(plain)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{reader.renderer.render(tokens, reader.options, {})}</body>\n</html>\n"
    )
