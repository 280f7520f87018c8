"""Who buys, how often, and what they will bring: the same for a file of purchases and for the app's own facts.

The pattern that scales: summarise and collapse in the engine → fit on the collapsed rows → score each kind of client
once → join back in the engine. Millions of clients never pass through Python one by one.
"""
