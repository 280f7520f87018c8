"""What comes in: files of any program, recognised by their columns, checked before they count, written at once, undone exactly.

A file is copied to the home folder, read line by line into a stage beside the copy, and compared there with what we know. The live
database is locked only while the finished plan is written.
"""
