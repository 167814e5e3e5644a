"""The ledger of an award: entries that are only ever added, and the sums that follow from them."""
