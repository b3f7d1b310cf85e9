"""What the use cases ask of anything that sees cards."""

from pathlib import Path
from typing import Protocol


class CardImageReader(Protocol):
    """Finds the code on a card in a picture."""

    def read(self, picture: Path) -> bytes:
        """Return the bytes of the card's code, to be handed to `read_card` as they are.

        Raises:
            DeskError: FILE_MISSING if there is no such file; IMAGE_UNREADABLE with `reason`
                ``not_an_image``, ``too_large`` or ``no_code``.
        """
        ...
