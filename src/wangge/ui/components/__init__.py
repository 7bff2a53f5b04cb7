"""The components, split by what they are for; `{% load ui %}` brings them all."""
