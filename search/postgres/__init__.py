"""The index in PostgreSQL: documents and their analysed terms as rows of the site's own database."""
