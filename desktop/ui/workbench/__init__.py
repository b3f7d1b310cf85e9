"""The form workbench: the office lists, copies, tries and publishes its own forms."""
