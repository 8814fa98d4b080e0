"""Setting up and running Tryggsvar: environments, processes, health. The library (`knowledge`) knows nothing of it."""
