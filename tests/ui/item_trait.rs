use gradus::grad;

trait Area {
    #[grad]
    fn area(&self, x: f64) -> f64;
}

fn main() {}
