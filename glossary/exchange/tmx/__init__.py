"""TMX 1.4, levels 1 and 2, in and out."""
