"""Coercions, secrets and private files: what every other room may use."""
