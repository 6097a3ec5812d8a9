"""The steps of a rehearsal that are no commands of their own: what units, appraisers and the Council would do."""
