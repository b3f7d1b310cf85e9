"""The records of one office, shared by its counters: one log, merged once, applied by everybody."""
