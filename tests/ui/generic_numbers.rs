use gradus::grad;
use num_traits::Float;

#[grad]
fn not_copied<T: std::ops::Mul<Output = T> + From<f64>>(x: T) -> T {
    x * T::from(2.0)
}

#[grad]
fn unbounded<T>(x: T, y: f64) -> f64 {
    drop(x);
    y
}

#[grad]
fn two<T: Float, U: Float>(x: T, y: U) -> T {
    x * T::from(y).unwrap()
}

#[grad]
fn returns_another<T: Float>(x: T) -> f64 {
    x.to_f64().unwrap()
}

#[grad]
fn unread<T: Float>(x: T) -> T {
    let y: T = x.to_f32().map(|y| T::from(y).unwrap()).unwrap();
    let __float = y;
    __float
}

struct Line<T> {
    slope: T,
}

impl<T: Float> Line<T> {
    #[grad]
    fn at(&self, x: T) -> T {
        self.slope * x
    }
}

trait Scalar: Copy + std::ops::Mul<Output = Self> {}

#[grad]
fn of_own_trait<S: Scalar>(x: S) -> S {
    x * x
}

#[grad]
fn median<T: Float>(x: &[T]) -> T {
    let mut y = x.to_vec();
    y.sort_unstable_by(|a, b| a.partial_cmp(b).unwrap());
    y[y.len() / 2]
}

fn main() {}
