use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    fn g<T>(x: T) -> T {
        x
    }
    g(x)
}

fn main() {}
