"""What other programs need beside the files: timelines, scripts, tracks, datasets."""
