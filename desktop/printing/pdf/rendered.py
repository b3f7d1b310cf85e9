"""What comes back from drawing a paper; the values belong to the services, so that the window may show them."""

from desktop.services.rendered_paper import FieldRect, Look, PaperWarning, RenderedPaper

__all__ = ["FieldRect", "Look", "PaperWarning", "RenderedPaper"]
