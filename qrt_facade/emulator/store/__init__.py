"""Storage in SQLite: jobs, sessions and limits of instances."""
