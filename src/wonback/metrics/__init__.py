"""Every number on every screen: what it asks, how it is made, from which facts, and how sure we are.

The night takes the facts out of the database into Parquet files (`facts`), asks the engine each registered question
(`register`), and lays the answers down as figures. A number without a value has a reason; unknown is never 0.
"""
