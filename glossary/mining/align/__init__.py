"""From one bilingual text, or two texts, to beads: sentences that translate each other.

passages -> tables | parallel_stretches (dictionary_overlap) -> beads (sides) -> bead -> alignment
what is a pair as it stands: whole_pairs
"""
