use gradus::grad;

#[grad]
fn chosen(x: &[f64], y: &[f64], first: bool) -> f64 {
    let it = if first { x.iter() } else { y.iter() };
    it.map(|v| v * v).sum()
}

#[grad]
fn assigned(x: &[f64], y: &[f64], n: usize) -> f64 {
    let mut it = x.iter();
    for _ in 0..n {
        it = y.iter();
    }
    it.map(|v| v * v).sum()
}

fn main() {}
