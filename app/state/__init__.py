"""What the window knows: the open documents, what is looked at, what the person prefers."""
