"""The printers of this computer, whichever system it runs: CUPS on Linux, the spooler on Windows."""

import sys

from desktop.printing.system_printer import SystemPrinter, SystemPrinterList
from desktop.services.ports_printing import PaperPrinter, PrinterList

if sys.platform == "win32":
    from desktop.printing.windows_api import WinSpool
    from desktop.printing.windows_printer import WindowsPaperPrinter, WindowsPrinterList


def local_paper_printer(name: str) -> PaperPrinter:
    """Give a printer of A4 and A5 sheets by the name the system knows it by."""
    if sys.platform == "win32":
        return WindowsPaperPrinter(name, WinSpool())
    return SystemPrinter(name)


def local_printers() -> PrinterList:
    """Give the list of printers; asking it may take seconds."""
    if sys.platform == "win32":
        return WindowsPrinterList(WinSpool())
    return SystemPrinterList()
