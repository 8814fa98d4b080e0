"""Tryggsvar's library: content, index and the answer path. Imports neither Flask nor Rasa."""
