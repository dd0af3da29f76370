"""The commands, one file each: HELP, arguments(parser), run(options) → exit code."""
