"""Read the segment pairs of XLIFF 1.2 and 2.0."""
