"""How grave a thing is, in the signs and tones of the window."""

from typing import Final

from desktop.services.office_words import Grade
from desktop.ui.icon_set import Icon
from desktop.ui.tokens import Tone
from desktop.ui.widgets.rail import Lamp

LAMPS: Final = {Grade.READY: Lamp.READY, Grade.LOOK: Lamp.LOOK, Grade.STOPPED: Lamp.STOPPED}
TONES: Final = {Grade.READY: Tone.OK, Grade.LOOK: Tone.WARN, Grade.STOPPED: Tone.BAD}
ICONS: Final = {Grade.READY: Icon.DONE, Grade.LOOK: Icon.WARNING, Grade.STOPPED: Icon.STOP}
