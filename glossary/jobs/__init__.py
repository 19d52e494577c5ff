"""Long work in the background: queued in the store, each job run by a process of its own.

    queue     what doors call: submit, stop, restart, the result
    folder    the private files of the jobs: what was sent, what they left, who holds them
    kinds     what a job of each kind does
    worker    the process of one job
    process   that process, as its runner sees it: limits, progress, its end
    runner    starts waiting jobs, at most so many at once, and tells what became of them

A store keeps the records (`glossary.store.base.jobs`). Every change of a state is a compare-and-set
inside a transaction; what a job changes in the termbase and its state `done` are one transaction.
So a job takes effect once or not at all, whoever is killed when.
"""
