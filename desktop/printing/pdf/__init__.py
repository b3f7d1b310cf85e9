"""Papers as PDF: reportlab draws, everything above it is our own layout of the official look."""
