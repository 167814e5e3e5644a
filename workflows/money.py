"""Amounts of money inside sentences."""

from decimal import Decimal


def dollars(amount: Decimal) -> str:
    """`$24,000`; cents only when there are some; `−$50` below zero."""
    sign = "−" if amount < 0 else ""
    return f"{sign}${abs(amount):,.2f}".removesuffix(".00")
