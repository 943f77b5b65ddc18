"""The administration of the site: for those who run it, and what those who watch over it may read."""
