"""The web: pages, routes and templates over `forms` and `workflows`."""
