"""The commands, one module for each group; `app.COMMANDS` says where each is."""
