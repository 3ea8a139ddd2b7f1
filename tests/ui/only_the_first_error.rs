use gradus::grad;

#[grad]
fn f(x: f64, xs: &[f64]) -> f64 {
    let i = xs.iter().rev().scan(0, |n, _| Some(*n)).max().unwrap();
    let mut sum = x;
    let mut k = i;
    k += 1;
    k = k.min(7) << 2;
    if k > 3 && i % 2 == 0 {
        sum = xs[k..].iter().sum();
    }
    for v in xs.rchunks(2) {
        if v.len() < 2 {
            continue;
        }
        break;
    }
    sum += xs[i - 1] * (i + 2) as f64;
    sum
}

fn main() {
    let _ = f_grad(1.0, &[]);
}
