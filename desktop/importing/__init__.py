"""Documents of authorities read into plain blocks. Nothing here knows what a form file says."""
