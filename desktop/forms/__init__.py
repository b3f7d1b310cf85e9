"""What a form definition may say: loading, conditions, the interview, answers, read-back."""
