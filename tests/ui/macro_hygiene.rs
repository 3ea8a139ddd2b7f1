use gradus::grad;

macro_rules! scaled {
    ($name:ident, $x:ident, $body:expr) => {
        #[grad]
        fn $name($x: f64) -> f64 {
            let x = 2.0;
            $body * x
        }
    };
}

scaled!(f, x, x * x);

fn main() {
    let _ = f_grad(1.0);
}
