"""The one registry of what can be done by key: feeds buttons, key caps, the palette and the F1 page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.ui.icon_set import Icon
from desktop.ui.keys import cap_text

_INPUT_METHOD_KEYS: Final = ("Ctrl+Shift", "Ctrl+Alt", "Alt+Z", "F10")
"""UniKey and EVKey switch language and table with these, whatever program is in front."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """What an action is.

    Attributes:
        id: "today.sign", unique.
        text: what it does, beginning with a verb.
        key: key sequence, empty for none.
        page: the page it belongs to, empty for everywhere.
        icon: for the palette.
        is_listed: shown in the palette.
    """

    id: str
    text: str
    key: str = ""
    page: str = ""
    icon: Icon = Icon.ARROW
    is_listed: bool = True


class ActionRegistry(QObject):
    """Makes the actions and keeps them apart.

    Args:
        window: hears the keys that work everywhere.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, tuple[ActionSpec, QAction]] = {}

    def add(self, spec: ActionSpec, trigger: Callable[[], object], *, page: QWidget | None = None) -> QAction:
        """Makes an action.

        Args:
            spec: what it is.
            trigger: what it does.
            page: the widget that must have the focus, for an action of a page.

        Raises:
            ValueError: the id is taken, the key is taken in the same context, or it belongs to the Vietnamese
                input methods.
        """
        if spec.id in self._actions:
            raise ValueError(f"action {spec.id} exists")
        self._check_key(spec)
        action = QAction(spec.text, self)
        action.setObjectName(spec.id)
        if spec.key:
            keys = [QKeySequence(spec.key)]
            if "Return" in spec.key:  # the keypad has an Enter of its own
                keys.append(QKeySequence(spec.key.replace("Return", "Enter")))
            action.setShortcuts(keys)
        owner = page or self._window
        context = Qt.ShortcutContext.WindowShortcut
        if page is not None:
            context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        action.setShortcutContext(context)
        action.triggered.connect(lambda _checked=False: trigger())
        owner.addAction(action)
        self._actions[spec.id] = (spec, action)
        return action

    def action(self, action_id: str) -> QAction:
        """Gives an action by its id.

        Raises:
            KeyError: there is none.
        """
        return self._actions[action_id][1]

    def specs(self, page: str) -> tuple[ActionSpec, ...]:
        """Gives what can be done on a page: its own actions first, then those of everywhere."""
        specs = [spec for spec, _ in self._actions.values()]
        own = [spec for spec in specs if spec.page == page and page]
        return (*own, *(spec for spec in specs if not spec.page))

    def ready(self, page: str) -> tuple[ActionSpec, ...]:
        """Gives what the palette may offer on a page now."""
        return tuple(
            spec for spec in self.specs(page) if spec.is_listed and self._actions[spec.id][1].isEnabled()
        )

    def _check_key(self, spec: ActionSpec) -> None:
        if not spec.key:
            return
        if spec.key.startswith(_INPUT_METHOD_KEYS):
            raise ValueError(f"{spec.id}: {spec.key} belongs to the Vietnamese input methods")
        wanted = cap_text(spec.key)
        for other, _ in self._actions.values():
            is_near = not other.page or not spec.page or other.page == spec.page
            if is_near and other.key and cap_text(other.key) == wanted:
                raise ValueError(f"{spec.id} and {other.id} both want {wanted}")
