"""What is true without a computer: people, cards, calendar, procedures, dossiers, verdicts."""
