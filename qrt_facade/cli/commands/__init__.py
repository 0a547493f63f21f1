"""The commands, one module per group; `app.COMMANDS` lists where each one is."""
