//! Data that is the same on every run.

/// Normally distributed numbers, by the method of Box and Muller.
pub struct Normal(fastrand::Rng);

impl Normal {
    pub fn with_seed(seed: u64) -> Self {
        Normal(fastrand::Rng::with_seed(seed))
    }

    /// A number from the distribution with mean 0 and variance 1.
    pub fn number(&mut self) -> f64 {
        // 1 - u is never 0.
        let radius = (-2.0 * (1.0 - self.0.f64()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.0.f64()).cos()
    }

    /// An array of them.
    pub fn row<const N: usize>(&mut self) -> [f64; N] {
        std::array::from_fn(|_| self.number())
    }

    /// A matrix of them, by rows.
    pub fn matrix<const N: usize>(&mut self, rows: usize) -> Vec<[f64; N]> {
        (0..rows).map(|_| self.row()).collect()
    }
}
