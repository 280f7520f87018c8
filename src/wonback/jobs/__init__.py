"""What happens without a person pressing a button: the night's work, the server and its worker, and looking after both."""
