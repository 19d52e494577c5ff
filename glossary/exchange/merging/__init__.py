"""Merge returned files: compare what came in with what was exported and with what we have now.

forms (in which form a file holds our entries) -> merge (three-way) -> changes, for people
"""
