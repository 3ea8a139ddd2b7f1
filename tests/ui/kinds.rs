use gradus::grad;

#[grad]
fn no_value(x: f64) -> f64 {
    let y = x * 2.0;
    let _ = y;
    loop {}
}

#[grad]
fn labelled(x: f64) -> f64 {
    let y = 'a: {
        x * x
    };
    y + unsafe { x } + const { 2.0 }
}

#[grad]
fn tuple(x: f64) -> f64 {
    let p = (x, x);
    let mut q = (x, 1.0);
    q.0 = 2.0;
    p.0 * q.1
}

#[grad]
fn suffix(x: f64) -> f64 {
    x * f64::from(2.0_f32)
}

fn main() {}
