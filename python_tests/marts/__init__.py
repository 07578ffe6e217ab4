"""What the marts of one built company say: the demo, or the company of all cases."""
