"""Fill a county with very many invented cases, fast: for measuring at the size of the budgets.

`patterns` short lives, judged once and told again many times · `texts` what they say and where ·
`days` who does what on which day · `unit` one share of the past, made and written · `actions` rows
by COPY, indexes away and back, followers' places · `run` all of it.

Every row is what the doors of the county would have written: `prove --log` and a follower that
reads the log anew find the same. What is left out on purpose: notices of what is long past.
"""

from __future__ import annotations
