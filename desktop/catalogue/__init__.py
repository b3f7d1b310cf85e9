"""The dated library: procedures, offices and calendars as of a day, read from files officers can edit."""
