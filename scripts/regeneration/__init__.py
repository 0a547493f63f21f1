"""The steps of scripts/regenerate.py, one module for each."""
