"""What a termbase does: the rules that the command line, the HTTP API and the library share.

There is a module for each verb or a few related ones; functions take the store, their arguments as
one of `options`, and the time. Pure functions of values are separate: `concept`, `judging`,
`validity`.
"""
