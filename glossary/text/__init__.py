"""Language processing: scripts, folding with offsets, segmentation, inflection, language tags."""
