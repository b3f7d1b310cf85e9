"""The played Tuesday: sample visits through the real services and the real window, offscreen."""
