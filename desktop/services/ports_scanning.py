"""What the use cases ask of anything that sees cards."""

from pathlib import Path
from typing import Protocol


class CardImageReader(Protocol):
    """Finds the code on a card in a picture."""

    def read(self, picture: Path) -> bytes:
        """Return the bytes of the card's code, to be handed to `read_card` as they are.

        Raises:
            DeskError: FILE_MISSING, IMAGE_NOT_A_PICTURE, IMAGE_TOO_LARGE, or IMAGE_UNREADABLE if no
                code was found.
        """
        ...
