"""How the thing is started: settings, wiring, the web and scheduler processes, the command line, the demo."""
