"""Khongviet, the counter workstation of a commune's one-stop desk: the officer asks, the program writes."""

__version__ = "0.1.0"
