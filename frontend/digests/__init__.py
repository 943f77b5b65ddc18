"""Mail of what needs somebody: a door like a page. When it leaves, what it says, and the way out of it."""
