"""What is known of a customer in words, as the rooms below say it."""

from cases.fact_words import said

__all__ = ["said"]
