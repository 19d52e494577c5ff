"""Webhooks: changes are sent to the addresses that asked for them.

addresses   names are resolved once, and only to addresses that may be connected to
sending     one signed message
delivery    all hooks, in order, again after failures, by one of several programs
"""
