"""From one bilingual text, or two texts, to beads: sentences that translate each other.

passages (numbering) | lines -> tables | parallel_stretches (dictionary_overlap)
    -> beads (sides, document_weights) -> bead -> alignment
what is a pair as it stands: whole_pairs
"""
