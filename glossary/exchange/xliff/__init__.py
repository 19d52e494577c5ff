"""Read the segment pairs of XLIFF 1.2 and 2.0, and write them as 1.2 for a translator."""
