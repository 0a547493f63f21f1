"""Helpers that every other package may use: coercion, argument checks, secrets, private files."""
