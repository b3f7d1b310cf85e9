"""The Windows calls behind `windows_printer`: winspool, GDI and pdfium, by ctypes. Only exists on Windows.

Not run by the tests of this repository (no Windows there); every call is on the paper checklist
`docs/hardware-checklist.md`. The order of calls was proved in C under Wine: without the paper size in the
DEVMODE the page comes out as Letter. pdfium is not thread-safe: one lock holds all drawing.
"""

import sys

if sys.platform == "win32":
    import ctypes
    import threading
    from collections.abc import Sequence
    from ctypes import wintypes
    from typing import Final

    import pypdfium2.raw as pdfium

    from desktop.printing.windows_printer import RawDocument, WindowsError
    from desktop.services.ports_printing import PaperMedia, PrinterEntry

    _winspool = ctypes.WinDLL("winspool.drv", use_last_error=True)
    _gdi = ctypes.WinDLL("gdi32", use_last_error=True)
    _DRAWING: Final = threading.Lock()
    _PAPERS: Final = {PaperMedia.A4: 9, PaperMedia.A5: 11}
    _DM_PAPERSIZE: Final = 0x2
    _DM_COPIES: Final = 0x100
    _DM_IN_OUT: Final = 0x8 | 0x2
    _DM_OUT: Final = 0x2
    _PHYSICAL_WIDTH, _PHYSICAL_HEIGHT, _OFFSET_X, _OFFSET_Y = 110, 111, 112, 113
    _LOCAL_AND_CONNECTED: Final = 0x2 | 0x4
    _FPDF_ANNOT_PRINTING: Final = 0x01 | 0x800

    class _DocInfo1(ctypes.Structure):
        _fields_ = (
            ("name", wintypes.LPWSTR),
            ("output", wintypes.LPWSTR),
            ("datatype", wintypes.LPWSTR),
        )

    class _DocInfo(ctypes.Structure):
        _fields_ = (
            ("size", ctypes.c_int),
            ("name", wintypes.LPCWSTR),
            ("output", wintypes.LPCWSTR),
            ("datatype", wintypes.LPCWSTR),
            ("type", wintypes.DWORD),
        )

    class _PrinterInfo4(ctypes.Structure):
        _fields_ = (
            ("name", wintypes.LPWSTR),
            ("server", wintypes.LPWSTR),
            ("attributes", wintypes.DWORD),
        )

    class _PrinterInfo6(ctypes.Structure):
        _fields_ = (("status", wintypes.DWORD),)

    class _DevMode(ctypes.Structure):
        # The head of DEVMODEW up to dmCopies; the driver's private part follows in the buffer.
        _fields_ = (
            ("device", wintypes.WCHAR * 32),
            ("spec_version", wintypes.WORD),
            ("driver_version", wintypes.WORD),
            ("size", wintypes.WORD),
            ("extra", wintypes.WORD),
            ("fields", wintypes.DWORD),
            ("orientation", ctypes.c_short),
            ("paper_size", ctypes.c_short),
            ("paper_length", ctypes.c_short),
            ("paper_width", ctypes.c_short),
            ("scale", ctypes.c_short),
            ("copies", ctypes.c_short),
        )

    # 64-bit handles: without these ctypes would cut them to 32 bits.
    _gdi.CreateDCW.restype = wintypes.HDC
    _gdi.CreateDCW.argtypes = (wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.LPCWSTR, ctypes.c_void_p)
    for _name in ("StartPage", "EndPage", "EndDoc", "AbortDoc", "DeleteDC"):
        getattr(_gdi, _name).argtypes = (wintypes.HDC,)
    _gdi.StartDocW.argtypes = (wintypes.HDC, ctypes.POINTER(_DocInfo))
    _gdi.GetDeviceCaps.argtypes = (wintypes.HDC, ctypes.c_int)
    _winspool.OpenPrinterW.argtypes = (wintypes.LPWSTR, ctypes.POINTER(wintypes.HANDLE), ctypes.c_void_p)
    _winspool.StartDocPrinterW.argtypes = (wintypes.HANDLE, wintypes.DWORD, ctypes.c_void_p)
    for _name in ("StartPagePrinter", "EndPagePrinter", "EndDocPrinter", "AbortPrinter", "ClosePrinter"):
        getattr(_winspool, _name).argtypes = (wintypes.HANDLE,)
    _winspool.WritePrinter.argtypes = (
        wintypes.HANDLE,
        ctypes.c_char_p,
        wintypes.DWORD,
        ctypes.POINTER(wintypes.DWORD),
    )
    _winspool.DocumentPropertiesW.argtypes = (
        wintypes.HWND,
        wintypes.HANDLE,
        wintypes.LPWSTR,
        ctypes.c_void_p,
        ctypes.c_void_p,
        wintypes.DWORD,
    )

    def _must(result: int) -> int:
        """Return a call's result, or raise what Windows says where it is 0 or negative."""
        if result <= 0:
            raise WindowsError(ctypes.get_last_error())
        return result

    def _open(printer: str) -> wintypes.HANDLE:
        handle = wintypes.HANDLE()
        _must(_winspool.OpenPrinterW(printer, ctypes.byref(handle), None))
        return handle

    class _Raw:
        def __init__(self, printer: str, title: str) -> None:
            self._handle = _open(printer)
            info = _DocInfo1(title, None, "RAW")
            try:
                self._job = _must(_winspool.StartDocPrinterW(self._handle, 1, ctypes.byref(info)))
                _must(_winspool.StartPagePrinter(self._handle))
            except WindowsError:
                _winspool.ClosePrinter(self._handle)
                raise

        def write(self, data: bytes) -> int:
            written = wintypes.DWORD()
            _must(_winspool.WritePrinter(self._handle, data, len(data), ctypes.byref(written)))
            return int(written.value)

        def finish(self) -> int:
            _must(_winspool.EndPagePrinter(self._handle))
            _must(_winspool.EndDocPrinter(self._handle))
            _winspool.ClosePrinter(self._handle)
            return self._job

        def abort(self) -> None:
            _winspool.AbortPrinter(self._handle)
            _winspool.ClosePrinter(self._handle)

    def _dev_mode(printer: str, paper: PaperMedia, copies: int) -> ctypes.Array[ctypes.c_char]:
        """Return the driver's settings with paper size and copies set and checked by the driver."""
        handle = _open(printer)
        try:
            size = _must(_winspool.DocumentPropertiesW(None, handle, printer, None, None, 0))
            buffer = ctypes.create_string_buffer(size)
            _must(_winspool.DocumentPropertiesW(None, handle, printer, buffer, None, _DM_OUT))
            mode = _DevMode.from_buffer(buffer)
            mode.fields |= _DM_PAPERSIZE | _DM_COPIES
            mode.paper_size = _PAPERS[paper]
            mode.copies = copies
            _must(_winspool.DocumentPropertiesW(None, handle, printer, buffer, buffer, _DM_IN_OUT))
            return buffer
        finally:
            _winspool.ClosePrinter(handle)

    def _draw_pages(context: int, pdf: bytes) -> None:
        document = pdfium.FPDF_LoadMemDocument(pdf, len(pdf), None)
        if not document:
            raise WindowsError(13)  # ERROR_INVALID_DATA
        caps = [_gdi.GetDeviceCaps(context, index) for index in range(_PHYSICAL_WIDTH, _OFFSET_Y + 1)]
        width, height, left, top = caps
        try:
            for number in range(pdfium.FPDF_GetPageCount(document)):
                page = pdfium.FPDF_LoadPage(document, number)
                try:
                    _must(_gdi.StartPage(context))
                    pdfium.FPDF_RenderPage(context, page, -left, -top, width, height, 0, _FPDF_ANNOT_PRINTING)
                    _must(_gdi.EndPage(context))
                finally:
                    pdfium.FPDF_ClosePage(page)
        finally:
            pdfium.FPDF_CloseDocument(document)

    class WinSpool:
        """The print system of this Windows computer; fills `windows_printer.WindowsSpooler`."""

        def start_raw(self, printer: str, title: str) -> RawDocument:
            """Begin a RAW document."""
            return _Raw(printer, title)

        def draw_pdf(self, printer: str, pdf: bytes, *, title: str, paper: PaperMedia, copies: int) -> int:
            """Draw every page; nothing whole reaches the queue where it fails."""
            mode = _dev_mode(printer, paper, copies)
            context = _gdi.CreateDCW("WINSPOOL", printer, None, mode)
            if not context:
                raise WindowsError(ctypes.get_last_error())
            info = _DocInfo(ctypes.sizeof(_DocInfo), title, None, None, 0)
            try:
                number = _must(_gdi.StartDocW(context, ctypes.byref(info)))
                try:
                    with _DRAWING:
                        _draw_pages(context, pdf)
                    _must(_gdi.EndDoc(context))
                except WindowsError:
                    _gdi.AbortDoc(context)
                    raise
                return number
            finally:
                _gdi.DeleteDC(context)

        def printer_state(self, printer: str) -> int:
            """Return PRINTER_INFO_6.dwStatus."""
            handle = _open(printer)
            info, needed = _PrinterInfo6(), wintypes.DWORD()
            try:
                _must(
                    _winspool.GetPrinterW(
                        handle, 6, ctypes.byref(info), ctypes.sizeof(info), ctypes.byref(needed)
                    )
                )
            finally:
                _winspool.ClosePrinter(handle)
            return int(info.status)

        def printers(self) -> Sequence[PrinterEntry]:
            """Return what EnumPrinters level 4 knows; level 2 would ask every network printer."""
            needed, count = wintypes.DWORD(), wintypes.DWORD()
            enum = _winspool.EnumPrintersW
            enum(_LOCAL_AND_CONNECTED, None, 4, None, 0, ctypes.byref(needed), ctypes.byref(count))
            if not needed.value:
                return ()
            buffer = ctypes.create_string_buffer(needed.value)
            _must(
                enum(_LOCAL_AND_CONNECTED, None, 4, buffer, needed, ctypes.byref(needed), ctypes.byref(count))
            )
            entries = (_PrinterInfo4 * count.value).from_buffer(buffer)
            default = ctypes.create_unicode_buffer(512)
            size = wintypes.DWORD(len(default))
            _winspool.GetDefaultPrinterW(default, ctypes.byref(size))
            return tuple(
                PrinterEntry(name=entry.name, is_default=entry.name == default.value) for entry in entries
            )
