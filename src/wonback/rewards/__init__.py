"""What is worth more than a new deal: who kept a client, brought one home or told the truth, and what we say to them for it."""
