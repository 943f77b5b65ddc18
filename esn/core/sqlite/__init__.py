"""Django's SQLite backend with fair turns for writers; settings name it as ENGINE ``esn.core.sqlite``.

It expects these OPTIONS: ``transaction_mode: IMMEDIATE`` (a writer that starts as a reader fails instead of waiting),
``timeout`` in seconds (also the longest wait for a turn), and an ``init_command`` that sets ``journal_mode=WAL``
(readers never wait) and ``synchronous=FULL`` (what was acknowledged survives a power cut).
"""
