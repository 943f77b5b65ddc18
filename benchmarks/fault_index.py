"""Whether the index says what the database says: ``python -m benchmarks.fault_index`` prints how they differ."""

import json
import os

import django


def main() -> None:
    """Compare them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
    django.setup()
    from esn.core import consumers
    from esn.core.models import SetAside
    from esn.wiring import CONSUMERS
    from search.verifying import verify

    followed = all(consumers.caught_up(consumer) for consumer in CONSUMERS if consumer.name == "index")
    found = verify()
    aside = SetAside.objects.count()
    print(
        json.dumps(
            {
                "followed": followed,
                "lacking": found.missing + found.stale,
                "too_many": found.surplus,
                "set_aside": aside,
            }
        )
    )


if __name__ == "__main__":
    main()
