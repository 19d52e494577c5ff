"""The passes over a memory on Spark: the same work on each batch, summed by key on many machines.

`SparkRunner` is the local runner whose batches are encoded, counted and looked through by the
workers of a cluster. Batches and results are files of one folder that all of them see.
"""
