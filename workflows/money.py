"""Amounts of money inside sentences."""

from decimal import Decimal


def dollars(amount: Decimal) -> str:
    """`$24,000`; cents only when there are some."""
    return f"${amount:,.2f}".removesuffix(".00")
