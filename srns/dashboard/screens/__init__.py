"""One module or package for each page, under the page's name."""
