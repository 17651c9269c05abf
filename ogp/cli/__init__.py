"""The command line: arguments, printing, exit codes, and nothing else."""
