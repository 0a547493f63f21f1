"""The commands, one module for each group; each has a `register` that adds its commands to the app."""
