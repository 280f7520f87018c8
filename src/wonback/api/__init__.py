"""Everything a person can do, for programs: `/api/v1`, with tokens, and the page that explains each refusal."""
