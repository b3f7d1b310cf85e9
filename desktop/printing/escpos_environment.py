"""Keeps python-escpos from leaving things behind when it is imported.

Its capabilities module makes a new folder in the system's temporary folder at every start (it evaluates
`mkdtemp()` even where `ESCPOS_CAPABILITIES_PICKLE_DIR` is set), reads 35 printer models with a slow YAML
reader (0.2 s) and stores them as a pickle. This program describes its printers itself, so the library
gets one small model, and everything it writes lies in a private folder that is gone after the import.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PICKLES: Final = "ESCPOS_CAPABILITIES_PICKLE_DIR"
_MODELS: Final = "ESCPOS_CAPABILITIES_FILE"
_ONE_MODEL: Final = {
    "encodings": {"CP437": {"name": "CP437", "python_encode": "cp437"}},
    "profiles": {
        "default": {
            "name": "Khongviet",
            "vendor": "",
            "notes": "",
            "codePages": {"0": "CP437"},
            "colors": {"0": "black"},
            "features": {
                "bitImageColumn": True,
                "bitImageRaster": True,
                "paperFullCut": True,
                "paperPartCut": True,
                "pulseStandard": True,
            },
            "fonts": {"0": {"columns": 48, "name": "Font A"}},
            "media": {"dpi": 203, "width": {"mm": 208, "pixels": 1664}},
        },
    },
}


@contextmanager
def quiet_escpos_import() -> Iterator[None]:
    """Give python-escpos a private folder and one model for as long as it is being imported."""
    before = {name: os.environ.get(name) for name in (_PICKLES, _MODELS)}
    usual = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="khongviet-") as folder:
        models = Path(folder) / "capabilities.json"
        models.write_text(json.dumps(_ONE_MODEL), encoding="utf-8")
        os.environ[_PICKLES] = folder
        os.environ[_MODELS] = str(models)
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = usual
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
