"""From the description of a town to its website, byte for byte."""
