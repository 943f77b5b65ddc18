"""The SQLite connection that waits for its turn before it writes."""

import functools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.backends.sqlite3 import base as sqlite3
from django.db.utils import OperationalError

from esn.core.sqlite.schema import SchemaEditor
from esn.core.sqlite.turns import Turns, turns_of

_WRITING = frozenset({"INSERT", "UPDATE", "DELETE", "REPLACE"})
_DEFAULT_TIMEOUT = 20.0  # seconds


class DatabaseWrapper(sqlite3.DatabaseWrapper):
    """A connection that holds a fair turn from before BEGIN until after the commit, rollback or close."""

    SchemaEditorClass = SchemaEditor
    _turn: Turns | None = None

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor whose lone writes, outside a transaction, wait for a turn too."""
        return self.connection.cursor(factory=functools.partial(TurnCursor, self))

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs leave out what is private
        except BaseException:
            self._give_turn_back()
            raise

    def _commit(self) -> None:
        # A commit that fails leaves the transaction open: the turn ends with the rollback that follows.
        super()._commit()  # type: ignore[misc]  # the stubs leave out what is private
        self._give_turn_back()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]  # the stubs leave out what is private
        finally:
            self._give_turn_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]  # the stubs leave out what is private
        finally:
            self._give_turn_back()

    @contextmanager
    def turn_for(self, statement: str) -> Iterator[None]:
        """Hold a turn while a statement writes outside a transaction; do nothing for any other statement."""
        if self._turn is not None or not _writes(statement) or self.connection.in_transaction:
            yield
            return
        self._take_turn()
        try:
            yield
        finally:
            self._give_turn_back()

    def _take_turn(self) -> None:
        path = self._file()
        if path is None or self._turn is not None:
            return
        turns = turns_of(path)
        if not turns.take(float(self.settings_dict["OPTIONS"].get("timeout", _DEFAULT_TIMEOUT))):
            raise OperationalError("database is locked: no turn to write came in time")
        self._turn = turns

    def _give_turn_back(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.give_back()

    def _file(self) -> str | None:
        """The path of the database file, or None in memory, where there is nobody to wait for."""
        if self.is_in_memory_db():
            return None
        name = str(self.settings_dict["NAME"])
        return unquote(urlsplit(name).path) if name.startswith("file:") else name


class TurnCursor(sqlite3.SQLiteCursorWrapper):
    """A cursor that takes a turn for a write in autocommit."""

    def __init__(self, owner: DatabaseWrapper, *args: Any) -> None:
        super().__init__(*args)
        self._owner = owner

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement, in turn if it writes."""
        with self._owner.turn_for(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """Run one statement for each set of parameters, in turn if it writes."""
        with self._owner.turn_for(query):
            return super().executemany(query, param_list)


def _writes(statement: str) -> bool:
    return statement[:7].partition(" ")[0].upper() in _WRITING
