"""Names of keys as they are printed on key caps."""

from PySide6.QtGui import QKeySequence

_WORDS = {"Return": "Enter", "Del": "Delete", "Ins": "Insert", "Escape": "Esc", "Left": "←", "Right": "→"}


def cap_text(sequence: str | QKeySequence) -> str:
    """Gives the words on the cap: ``Ctrl+Return`` becomes ``Ctrl Enter``; an empty sequence stays empty."""
    text = QKeySequence(sequence).toString(QKeySequence.SequenceFormat.PortableText)
    body, plus, last = text.rpartition("+")
    if not last and plus:  # the key is "+" itself
        body, last = body.rstrip("+"), "+"
    names = [*body.split("+"), last] if body else [last]
    return " ".join(_WORDS.get(name, name) for name in names if name)
