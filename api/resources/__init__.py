"""The resources: one module each: its requests, its answers, and a `blueprint` of its views."""
