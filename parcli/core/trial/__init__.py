"""What if: a trial with other points, policies or units, through the same scoring and ranking as the result itself."""

from parcli.core.trial.applying import changed_edition, nothing_changed, rebuilt, setting_changes, with_policies
from parcli.core.trial.effects import Cause, ItemMove, Moved, Place, Settled, Tried, effects
from parcli.core.trial.file import BlockChange, PointsChange, UnitChange, WhatIf

__all__ = [
    "BlockChange", "Cause", "ItemMove", "Moved", "Place", "PointsChange", "Settled", "Tried", "UnitChange", "WhatIf",
    "changed_edition", "effects", "nothing_changed", "rebuilt", "setting_changes", "with_policies",
]  # fmt: skip
