class TTFontFace:
    charToGlyph: dict[int, int]
    charWidths: dict[int, float]
    defaultWidth: float
    ascent: float
    descent: float

class TTFont:
    fontName: str
    face: TTFontFace
    def __init__(
        self,
        name: str,
        filename: str,
        validate: int = ...,
        subfontIndex: int = ...,
        asciiReadable: bool | None = ...,
        shapable: bool = ...,
    ) -> None: ...
    def stringWidth(self, text: str, size: float, encoding: str = ...) -> float: ...
