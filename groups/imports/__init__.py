"""What a table of people or groups would do to the site, line by line, without doing it."""
