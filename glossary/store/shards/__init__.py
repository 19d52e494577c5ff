"""The memory on shards: servers of ClickHouse that narrow a memory too large for one machine.

transport (http, address) -> tables, bound (the same bound, as SQL) -> answers (how far each shard
has followed) -> tail (what is newer) -> index; feeder, filling (units of no database) -> verify,
spread
"""
