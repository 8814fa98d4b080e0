"""Checks that need Rasa itself; its interpreter runs them (tests/bot/test_rasa_environment.py)."""
