"""Pages drawn: in lines of cells (text), and as Markdown."""
