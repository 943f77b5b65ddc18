"""The demo company Maison Tilleul; imported by the commands that load it and by nothing else."""

from esn.management.demo.company import ACCOUNTS
from esn.management.demo.load import load

__all__ = ["ACCOUNTS", "load"]
