"""What privacy answers about its keys, rules and looks. Reads only."""
