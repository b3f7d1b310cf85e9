"""Composition with a window: builds the pages, connects every signal, starts and stops the workers."""
