"""What leaves the software to be read elsewhere: tables as documents, spreadsheets and text."""
