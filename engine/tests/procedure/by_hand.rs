//! Reverse sweeps by hand: what the steps of reverse sweeps mean.
