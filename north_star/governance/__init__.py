"""What every metric means, as data that can be compared, and the rules for changing it."""
