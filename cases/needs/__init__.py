"""What cases need of people, for the inbox."""

from cases.needs.source import Cases

__all__ = ["Cases"]
