"""Kept searches: a question under a name, shared, followed, and told of."""
