"""The pages and the widget's files alone, without gateway and models."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from knowledge.settings import Settings
from web_widget import pages
from web_widget.gateway import security


@pytest.fixture
def client() -> FlaskClient:
    app = Flask("web_widget.app")
    settings = Settings(
        allowed_origins=("https://www.example.org",),
        exit_url="https://exit.example.org",
        conversation_minutes=17,
    )
    app.extensions["settings"] = settings
    pages.register(app)
    security.register(app, settings)
    return app.test_client()
