"""The tables that all SQL stores have alike, over the connection of each.

session (what a database must offer) and rows (checked as they are read) -> concepts, terms, steps,
review, queue, documents, units, exchange, jobs, comments, overview: together parts -> store
"""
