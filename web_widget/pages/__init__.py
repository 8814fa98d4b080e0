"""What the public sees: the pages, and the files of the widget."""

from __future__ import annotations

from flask import Flask

from web_widget.pages import site, widget_files


def register(app: Flask) -> None:
    """Reads `app.extensions["settings"]` when a page is asked for, so it may be set after this call."""
    app.register_blueprint(site.blueprint)
    app.register_blueprint(widget_files.blueprint)
