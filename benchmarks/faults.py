"""kill -9 of the whole site at random moments while people post (fault R1).

Run: ``python -m benchmarks.faults --kills 50 --shape sqlite`` (or postgres). Eight writers post over REST with
Idempotency-Keys; a ledger outside the product keeps what was acknowledged. Afterwards no acknowledged post may be lost
or doubled, and the index must equal the database.
"""

import argparse
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.fault_writers import Ledger, Writer
from benchmarks.served import SHAPES, Site, site

WRITERS = 8
LEASE = 62.0  # seconds until a key that died with the site may be used again
UP_AGAIN = 5.0


@dataclass(frozen=True)
class Outcome:
    """What the ledger, the site and the index say in the end."""

    kills: int
    acknowledged: int
    lost: int
    doubled: int
    unanswered: int  # tried, never acknowledged
    unanswered_present: int  # of these, made all the same; each at most once, else it counts as doubled
    contradicted: int
    other_answers: dict[str, int]
    index: dict[str, object]
    slowest_start: float

    @property
    def clean(self) -> bool:
        """Whether everything holds but the time."""
        followed = {"followed": True, "lacking": 0, "too_many": 0, "set_aside": 0}
        return not (self.lost or self.doubled or self.contradicted or self.other_answers) and self.index == followed


def trial(shape: str, kills: int, *, seed: int = 1, patient: bool = False) -> Outcome:
    """Kill a site so many times; ``patient`` waits for the leases of keys that died with it, and repeats these."""
    draw = random.Random(seed)
    with site(shape) as here, TemporaryDirectory() as outside:
        people = here.run("-m", "benchmarks.fault_people", str(WRITERS))
        ledger = Ledger(Path(outside) / "ledger")
        starts = [here.start()]
        writers = [
            Writer(here.address, token, people["group"], f"w{number}", ledger)
            for number, token in enumerate(people["tokens"])
        ]
        for writer in writers:
            writer.start()
        for _ in range(kills):
            time.sleep(draw.uniform(0.3, 2.0))
            here.kill()
            starts.append(here.start())
        time.sleep(1.0)
        for writer in writers:
            writer.stop()
        for writer in writers:
            writer.join()
        if patient:
            time.sleep(LEASE)
            for writer in writers:
                writer.retry_running()
        _repeat_some(draw, ledger, writers)
        return _judge(here, kills, ledger, writers, max(starts))


def _repeat_some(draw: random.Random, ledger: Ledger, writers: list[Writer]) -> None:
    """Some devices ask again for what they were told: the answer must name the same post."""
    by_name = {writer.name: writer for writer in writers}
    for key in draw.sample(sorted(ledger.acknowledged), min(50, len(ledger.acknowledged))):
        name = ledger.tried[key].split(" of ")[1].split(",")[0]
        by_name[name].send(key)


def _judge(here: Site, kills: int, ledger: Ledger, writers: list[Writer], slowest: float) -> Outcome:
    here.wait_until_ready()
    posts = writers[0].everything()
    here.stop()
    index = here.run("-m", "benchmarks.fault_index")
    present = {post["id"] for post in posts}
    bodies = Counter(post["body"] for post in posts)
    unanswered = [body for key, body in ledger.tried.items() if key not in ledger.acknowledged]
    other: Counter[str] = Counter()
    for writer in writers:
        other += writer.other
    return Outcome(
        kills=kills,
        acknowledged=len(ledger.acknowledged),
        lost=sum(post not in present for post in ledger.acknowledged.values()),
        doubled=sum(number - 1 for number in bodies.values()),
        unanswered=len(unanswered),
        unanswered_present=sum(bodies[body] > 0 for body in unanswered),
        contradicted=ledger.contradicted,
        other_answers=dict(other),
        index=index,
        slowest_start=slowest,
    )


def main() -> None:
    """One line of a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=5)
    options.add_argument("--shape", choices=SHAPES, default="sqlite")
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    told = trial(asked.shape, asked.kills, seed=asked.seed, patient=True)
    print("| shape | kills | acknowledged | lost | doubled | never answered | of these made | index | slowest start |")
    print("|---|---|---|---|---|---|---|---|---|")
    index = ", ".join(f"{name} {value}" for name, value in told.index.items())
    print(
        f"| {asked.shape} | {told.kills} | {told.acknowledged} | {told.lost} | {told.doubled} | {told.unanswered} "
        f"| {told.unanswered_present} | {index} | {told.slowest_start:.1f} s |"
    )
    for answer, number in told.other_answers.items():
        print(f"unexpected, {number} times: {answer}")
    raise SystemExit(0 if told.clean and told.slowest_start <= UP_AGAIN else 1)


if __name__ == "__main__":
    main()
