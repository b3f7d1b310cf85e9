"""The shipped Lucide outlines, coloured from tokens and drawn for the pixels of the screen at hand."""

import re
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_STROKE = re.compile(r'stroke-width="[^"]*"')


class Icon(StrEnum):
    """The icons in use; the value is Lucide's own name and the file's."""

    DESK = "contact-round"
    TODAY = "list-checks"
    SETTINGS = "settings-2"
    CHECK = "check"
    SEARCH = "search"
    LOCK = "lock"
    FILE = "file-text"
    CARD = "id-card"
    ASK = "message-circle"
    DONE = "circle-check"
    ERROR = "circle-alert"
    WARNING = "triangle-alert"
    PRINTER = "printer"
    PRINTER_DONE = "printer-check"
    PRINTER_FAULT = "printer-x"
    DAY = "calendar-check-2"
    CALENDAR = "calendar-check"
    APPOINTMENT = "calendar-clock"
    HAND = "hand"
    FILE_MISSING = "file-warning"
    ARCHIVE = "archive"
    SCREEN = "monitor"
    CLOUD = "cloud"
    OFFLINE = "cloud-off"
    CLOSE = "x"
    RIGHT = "chevron-right"
    LEFT = "chevron-left"
    DOWN = "chevron-down"
    ARROW = "arrow-right"
    BACK = "arrow-left"
    PARKED = "circle-pause"
    STOP = "circle-x"
    UNDO = "undo-2"
    INFO = "info"
    LAW = "scale"
    BOOK = "book-open-text"
    SIGN = "signature"
    PEN = "pen-line"
    PERSON = "user"
    PEOPLE = "users"
    PERSON_NEW = "user-plus"
    PERSON_PRESENT = "user-check"
    OFFICE = "building-2"
    KEY = "key-round"
    CLOCK = "clock"
    DATABASE = "database"
    EDIT = "pencil"
    AGAIN = "refresh-cw"
    KEYBOARD = "keyboard"
    BELL = "bell"
    PHONE = "phone"
    MAIL = "mail"
    PLUS = "plus"
    MINUS = "minus"
    REMOVE = "trash-2"
    BARRED = "ban"
    RESTART = "rotate-ccw"
    INBOX = "inbox"
    SAMPLE = "flask-conical"
    PLAY = "play"
    PAUSE = "pause"
    FINGERPRINT = "fingerprint"
    EYE = "eye"
    ENTER = "log-in"
    SHIELD = "shield-check"
    FOLDER = "folder-open"
    FULL_SCREEN = "maximize"
    TEXT_SIZE = "type"
    CONTRAST = "contrast"
    SCAN = "scan-line"
    FACE = "scan-face"
    VOICE = "volume-2"
    CLIP = "paperclip"
    STAMP = "stamp"
    PLACE = "map-pin"
    FEE = "wallet"
    TIMER = "timer"
    HOME = "house"
    LIST = "clipboard-list"
    LIST_DONE = "clipboard-check"
    WAIT = "hourglass"
    TICKET = "ticket"
    RECEIPT = "receipt-text"
    FORMS = "file-pen-line"
    UPLOAD = "file-up"


class IconSet:
    """Icons read once from a folder of SVG files; drawn sharp at every size, colour and screen scale."""

    def __init__(self, sources: dict[Icon, str]) -> None:
        self._sources = sources
        # Images, not pixmaps: they may outlive the application.
        self._images: dict[tuple[Icon, str, int, float], QImage] = {}

    @classmethod
    def load(cls, folder: Path) -> "IconSet":
        """Reads every icon of :class:`Icon`.

        Raises:
            FileNotFoundError: the installation is damaged.
        """
        return cls({icon: (folder / f"{icon.value}.svg").read_text(encoding="utf-8") for icon in Icon})

    def image(self, icon: Icon, colour: QColor, size: int, ratio: float = 1.0) -> QImage:
        """Gives the icon ``size`` px wide for a screen of ``ratio`` device pixels per px."""
        key = (icon, colour.name(QColor.NameFormat.HexArgb), size, ratio)
        if key not in self._images:
            self._images[key] = self._render(icon, colour, size, ratio)
        return self._images[key]

    def icon(self, icon: Icon, colour: QColor, size: int) -> QIcon:
        """Gives a QIcon with the pixels of 1x and 2x screens, for menus and native widgets."""
        result = QIcon()
        for ratio in (1.0, 2.0):
            result.addPixmap(QPixmap.fromImage(self.image(icon, colour, size, ratio)))
        return result

    def draw(self, painter: QPainter, icon: Icon, box: QRectF, colour: QColor) -> None:
        """Draws the icon centred in ``box``, as large as the box's shorter side."""
        side = round(min(box.width(), box.height()))
        ratio = painter.device().devicePixelRatioF()
        image = self.image(icon, colour, side, ratio)
        # Whole px, or a 1.75 px stroke smears over three pixels.
        left = round(box.center().x() - side / 2)
        top = round(box.center().y() - side / 2)
        painter.drawImage(QPointF(left, top), image)

    def _render(self, icon: Icon, colour: QColor, size: int, ratio: float) -> QImage:
        stroke = 1.75 if size > 16 else 2.1  # noqa: PLR2004 - Lucide's grid: a thin line vanishes at 16 px
        svg = _STROKE.sub(f'stroke-width="{stroke}"', self._sources[icon]).replace(
            "currentColor", colour.name()
        )
        image = QImage(
            QSize(round(size * ratio), round(size * ratio)), QImage.Format.Format_ARGB32_Premultiplied
        )
        image.fill(Qt.GlobalColor.transparent)
        renderer = QSvgRenderer(QByteArray(svg.encode()))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer.render(painter, QRectF(0, 0, image.width(), image.height()))
        painter.end()
        image.setDevicePixelRatio(ratio)
        return image
