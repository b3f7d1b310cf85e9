"""The system's own dialogs for files and folders; tests hand in one that answers at once."""

from PySide6.QtWidgets import QFileDialog, QWidget


class FileDialogs:
    """Asks for a place. Every call gives an empty text when the officer changes their mind."""

    def folder(self, parent: QWidget, title: str) -> str:
        """Give a folder that exists."""
        return QFileDialog.getExistingDirectory(parent, title)

    def new_file(self, parent: QWidget, title: str, suggestion: str, kind: str) -> str:
        """Give the name of a file to be written.

        Args:
            parent: The page that asks.
            title: What it is for.
            suggestion: A name to begin with.
            kind: The dialog's filter, `Bảng CSV (*.csv)`.
        """
        return QFileDialog.getSaveFileName(parent, title, suggestion, kind)[0]

    def old_file(self, parent: QWidget, title: str, kind: str) -> str:
        """Give a file that exists."""
        return QFileDialog.getOpenFileName(parent, title, "", kind)[0]
