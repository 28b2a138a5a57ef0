"""The little room of the sample clip: everything in it is drawn by this code, nothing is filmed."""
