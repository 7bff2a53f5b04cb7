"""`{% load ui %}`: all components in one library."""

from __future__ import annotations

from django.template import Library

from wangge.ui.components import cases, controls, figures, forms, lists, markup, shell, states

register = Library()
for part in (markup, controls, states, lists, cases, forms, figures, shell):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
