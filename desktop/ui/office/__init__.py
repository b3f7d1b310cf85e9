"""The window of the records an office shares: what to choose, its counters, backups, who did what."""
