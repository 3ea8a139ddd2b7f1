use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    assert!(x > 0.0);
    println!("{x}");
    x * x + dbg!(x)
}

fn main() {}
