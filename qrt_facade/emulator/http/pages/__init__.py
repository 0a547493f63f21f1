"""HTML pages of the emulator."""
