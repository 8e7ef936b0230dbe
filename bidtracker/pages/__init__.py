"""Pages: what is shown of a record, an account or an insight, as data; and how a page is drawn."""
