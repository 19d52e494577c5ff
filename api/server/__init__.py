"""The server: requests are received completely and answered by threads, in one process or several.

serve | workers (channel) -> connections -> streams -> requests -> threads -> wsgi
"""
