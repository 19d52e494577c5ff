"""The SQLite store: one file.

files (on disk) -> connection -> migrations, term_index -> concepts, review, units, transfer
-> staging (large changes) -> store; copies and check stand beside them
"""
