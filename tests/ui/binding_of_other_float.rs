use gradus::grad;

#[grad]
fn f(x: f64) -> f64 {
    let a: f32 = 0.1;
    let b: [f32; 2] = [0.1, 0.2];
    let c = |t: f32| t * 0.1;
    fn d(t: f64) -> f32 {
        t as f32
    }
    x * a as f64 + b[0] as f64 + c(0.3) as f64 + d(0.1) as f64
}

#[grad]
fn g(x: f32) -> f32 {
    let wide: f64 = x.into();
    (wide * wide) as f32
}

fn main() {
    let _ = (f_grad(1.0), g_grad(1.0));
}
