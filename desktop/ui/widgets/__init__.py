"""Small widgets the pages are built of: one public class per file, every state grabbed by a test."""
