"""Programs we are joined with: what is new there comes in every night as an import would, and five fields go back if a person wants it.

One table says what each program calls things (`sources.py`); one engine pulls, another writes back. Nothing else here speaks to the network,
and these speak to nobody but the program they are made for.
"""
