"""Signing: two sides, one sealed file, and the certificate that anybody can check."""
