"""The memory on shards: servers of ClickHouse that narrow a memory too large for one machine.

transport (http) -> tables, bound (the same bound, as SQL) -> answers (how far each shard has
followed) -> tail (what is newer) -> index; feeder
"""
