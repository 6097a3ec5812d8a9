"""An issued annex, as Word or Excel file, into the draft of a block's definition that a person then checks."""
