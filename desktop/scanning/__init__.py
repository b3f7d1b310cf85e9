"""Card readers, cameras and pictures: how the text of a card reaches the desk."""
