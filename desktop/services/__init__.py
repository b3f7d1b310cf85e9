"""Use cases, one class each, and the ports they need."""
