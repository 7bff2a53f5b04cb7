"""The registry's judgement: kinds, columns, numbers that check themselves. Pure."""
