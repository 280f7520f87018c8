"""Whom we serve: the client companies, past and present, the people there, what they buy and what we may do.

A client is never deleted for being lost. It has spells: one life ends, and with luck and work a second one begins.
"""
