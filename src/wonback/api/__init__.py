"""The same verbs for programs: /api/v1, described by OpenAPI."""
