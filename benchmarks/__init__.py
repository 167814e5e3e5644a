"""Ratios against a careful bare page, measured in one run."""
