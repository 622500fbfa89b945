"""Files that are not as their writers left them: what reads them says so, soon, and goes on."""
