"""`/api/v1`: the only door between browsers and Rasa. docs/contract.md says what goes through it."""
