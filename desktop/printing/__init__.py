"""Papers, tickets and the queues in front of printers."""
