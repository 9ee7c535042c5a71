"""Laboratory lists and registry exports, one test a row, as tidy results."""
