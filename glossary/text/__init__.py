"""What the two languages need: script, folding with offsets, segmentation, inflection, tags."""
