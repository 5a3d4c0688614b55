"""How the thing is started: commands, jobs, the demo."""
