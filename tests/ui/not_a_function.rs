use gradus::grad;

#[grad]
struct S {
    x: f64,
}

trait Shape {
    #[grad]
    fn area(&self, x: f64) -> f64;
}

fn main() {}
