use gradus::grad;

#[grad]
fn f(x: f64, w: &[f64]) -> f64 {
    let mut y = x;
    let mut v = w.iter();
    while let Some(a) = v.next() {
        if let Some(b) = v.next() {
            y *= a - b;
        }
    }
    y
}

#[grad]
fn g(x: f64, w: &[f64]) -> f64 {
    let mut v = w.iter();
    let mut y = x;
    for _ in 0..2 {
        y *= v.next().unwrap();
    }
    y + v.sum::<f64>()
}

#[grad]
fn h(x: f64, w: &[f64]) -> f64 {
    let mut v = w.iter();
    while let Some(a) = v.next() {
        if *a > x {
            break;
        }
    }
    x + v.sum::<f64>()
}

#[grad]
fn nth(x: f64, w: &[f64]) -> f64 {
    let mut v = w.iter();
    x * v.nth(1).unwrap() * v.nth(1).unwrap()
}

fn main() {}
