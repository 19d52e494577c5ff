"""What a termbase does, whichever door it is asked at: the rules that all doors share.

A module a verb, or a few that belong together; each takes the store, what it may be told as one of
`options`, and the time. Pure functions of values stand apart: `concept`, `judging`, `validity`.
"""
