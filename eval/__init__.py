"""Is it good, and did it get worse: gold rows, measures, runs over a library, and benches beside other products."""
