"""What builds cost, measured: a whole build, more North Star definitions, and the revenue marts."""
