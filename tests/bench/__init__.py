"""Benchmarks, run by deploy/bench: one module a name, `measure(small) -> Iterable[Comparison]`."""
