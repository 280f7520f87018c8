"""The furniture of every page. Knows no noun of the trade."""
