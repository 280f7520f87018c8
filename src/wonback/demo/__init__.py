"""The demo company: Northbeam Supply, which delivers packaging, workwear and shelves to 400 companies in seven countries.

Made by chance that falls the same way every time, dated relative to one day, so that Today is always worth opening.
"""
