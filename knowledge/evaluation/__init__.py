"""Does it answer right, and does it know when it does not? Gold questions, measures, and the fitting of confidence."""
