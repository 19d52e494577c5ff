"""Tables of any known heads, in and out: CSV, TSV, XLSX; and translation units as TSV."""
