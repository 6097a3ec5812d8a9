"""A whole cycle to rehearse with: synthetic answers, synthetic official papers, planted faults."""
