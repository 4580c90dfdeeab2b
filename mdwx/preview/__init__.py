"""What an author looks at: the phone page, and ``mdwx watch`` around it."""
