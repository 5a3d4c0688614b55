"""How the thing is started: settings, wiring, web server, scheduler, command line."""
