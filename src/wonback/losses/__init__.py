"""What went wrong: a client, a part of one or a sale that went elsewhere; why; and what we know of the truth."""
