"""Output of commands: records for scripts, tables and drawings for users."""
