"""Read and write tables with any known heads (CSV, TSV, XLSX), and translation units as TSV."""
