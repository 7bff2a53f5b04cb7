"""An invented past for a demo county: people report, the real judgement decides, time passes.

`words` what they say · `places` where · `plan` who reports what and when · `behaviour` what each
post does next · `life` the clock that drives them all · `scenes` the cast's own cases · `run`.
Nothing here fakes a row: every event comes from `core.case.decide` at its simulated moment.
"""

from __future__ import annotations
