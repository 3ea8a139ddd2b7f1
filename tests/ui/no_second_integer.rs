use gradus::grad;

#[grad]
fn f(points: &[(f64, [f64; 2])]) -> f64 {
    let mut twice = 0.0;
    let mut j = points.len() - 1;
    for (i, p) in points.iter().enumerate() {
        twice += p.0 * points[j].1[0] / (i + 1) as f64;
        j = i;
    }
    twice
}

fn main() {}
