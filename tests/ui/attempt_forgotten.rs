use gradus::grad;

#[grad]
mod m {
    pub fn root(x: f64) -> Option<f64> {
        if x < 0.0 { None } else { Some(x.sqrt()) }
    }

    pub fn checked(x: f64) -> Result<f64, ()> {
        if x < 0.0 { Err(()) } else { Ok(x) }
    }

    pub fn f(x: f64) -> f64 {
        root(x).unwrap_or(0.0) * x
    }

    pub fn g(x: f64) -> Option<f64> {
        let y = if let Ok(y) = checked(x) { y } else { 0.0 };
        Some(y * x)
    }
}

fn main() {}
