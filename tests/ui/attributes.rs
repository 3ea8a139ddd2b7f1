use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let mut y = x;
    #[cfg(not(debug_assertions))]
    {
        y *= 2.0;
    }
    #[cfg(debug_assertions)]
    let y = x * 3.0;
    y
}

fn main() {}
