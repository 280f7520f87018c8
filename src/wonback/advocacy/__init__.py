"""What loyal clients give: they vouch for us and send us others, and nobody asks too much of them."""
