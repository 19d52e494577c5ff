"""The resources: a module each, with its requests, its answers, and a `blueprint` of its views."""
