"""Reports and table files: Word, Excel, HTML and CSV."""
