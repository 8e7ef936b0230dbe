"""The insights for people and for programs: pages of headline, plots, tables and notes; and one JSON document."""
