"""What commands print: records for scripts, tables and drawings for people."""
