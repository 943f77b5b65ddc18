"""A process tree whose children do what the arguments say; run by test_tree. Each child prints its name and its pid."""

import os
import signal
import sys
import time

from esn.server.tree import GIVE_UP, Tree, Work, in_child


def child(name: str, how: str) -> Work:
    """A child that waits for SIGTERM, ignores it, or gives up at once."""

    def work() -> int:
        os.write(1, f"{name} {os.getpid()}\n".encode())  # in one piece, beside the others
        if how == "hopeless":
            return GIVE_UP
        if how == "deaf":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        else:
            signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
        while True:
            time.sleep(60)

    return work


if __name__ == "__main__":
    print("prepared", in_child(lambda: 3), flush=True)
    sys.exit(Tree({how: child(how, how) for how in sys.argv[1:]}).run())
