"""What identity cards say in their codes, and how scanners damage it."""
