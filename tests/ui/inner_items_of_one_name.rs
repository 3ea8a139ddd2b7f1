use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let y = {
        const C: f64 = 2.0;
        x * C
    };
    let z = {
        const C: f64 = 3.0;
        x * C
    };
    y + z
}

fn main() {}
