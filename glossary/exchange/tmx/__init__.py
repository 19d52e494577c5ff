"""Read and write TMX 1.4, levels 1 and 2."""
