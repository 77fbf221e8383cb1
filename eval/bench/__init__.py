"""Benches: speed, memory and search beside other products, each in a process of its own."""
