"""Files nobody would write, made of those that programs do: whatever is in them, an import answers with counts or one sentence."""
