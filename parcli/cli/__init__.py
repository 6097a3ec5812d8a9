"""The command line: load, call, report, exit code. The only room that prints, exits or asks the date."""
