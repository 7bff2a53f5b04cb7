"""Contacts and visits for desks and leaders: coverage, households, who is in touch with whom."""
