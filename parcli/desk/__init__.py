"""What comes back or comes in from outside: tables of figures."""
