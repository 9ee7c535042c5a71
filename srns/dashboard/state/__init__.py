"""What a visitor has open and has chosen: session, URL, filters, caches."""
