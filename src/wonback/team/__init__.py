"""We ourselves: who works here, in which team, and who may do what."""
