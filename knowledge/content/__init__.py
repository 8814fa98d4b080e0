"""The content: files that ship (the seed), the database (the truth once staff have touched a row), and the way between."""
