"""Marks of this folder."""

import pytest
from django.db import connection

# On PostgreSQL the log shows a fact to its followers once its transaction has ended, so that these tests must commit.
_commits = connection.vendor == "postgresql"
with_log = pytest.mark.django_db(transaction=_commits, serialized_rollback=_commits)
