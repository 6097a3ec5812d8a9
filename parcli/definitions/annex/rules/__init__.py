"""Scoring sentences of an annex as rules: what is not understood without doubt stays text.

``propose`` gives a rule only when it says every scoring line: bounds leave neither gap nor overlap, the best level
is the maximum, and the rule gives at the bounds what each sentence promises. Where two readings are possible there
is no rule. Indentation and bullets of ``Asked.lines`` tell which lines stand under a case; leave them in.
"""

from __future__ import annotations

from parcli.definitions.annex.rules.asked import Asked, Proposal
from parcli.definitions.annex.rules.reading import propose

__all__ = ["Asked", "Proposal", "propose"]
