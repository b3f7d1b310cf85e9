"""The local database: an encrypted log of operations, the documents it adds up to, and what lists need."""
