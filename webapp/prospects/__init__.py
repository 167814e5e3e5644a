"""Prospects and funders in the browser."""
