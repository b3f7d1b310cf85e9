"""The window: PySide6 and nothing else. Pages take callables and frozen values, and emit signals."""
