"""What comes in again, against what went out and what we have now.

forms (in which form a file holds our entries) -> merge (three ways) -> changes, in words
"""
