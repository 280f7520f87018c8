"""What loyal clients give: they vouch for us when somebody wants to hear it from a client, and nobody asks too much of them."""
