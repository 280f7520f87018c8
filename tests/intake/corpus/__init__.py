"""Small files in the shape of each program's real exports, each with its traps; what each must give stands in `table`."""
