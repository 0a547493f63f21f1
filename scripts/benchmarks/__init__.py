"""What scripts/bench measures, and how. Modules are importable without the peers; the measuring is not."""
