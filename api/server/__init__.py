"""The server: connections, read whole, answered by threads; an address, one process or several.

serve | workers (channel) -> connections -> streams -> requests -> threads -> wsgi
"""
