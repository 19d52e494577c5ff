"""The resources: one module each, with a `blueprint`, and its name in `api.RESOURCES`."""
