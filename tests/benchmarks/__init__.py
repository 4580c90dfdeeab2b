"""How fast mdwx is, beside its peers: ``make bench``."""
