"""What goes out: every list as a file, and the whole house as files that an empty one can move into.

Rows are streamed, whatever their number. Nothing leaves that opens a door (passwords, tokens, keys of links), and what a client said in
confidence leaves sealed.
"""
