"""What a title says in any language: its stems, and whether it names works, an addendum, or nothing at all."""
