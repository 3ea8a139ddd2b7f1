use gradus::grad;

#[grad]
mod m {
    pub fn checked(x: f64) -> Result<f64, f64> {
        if x < 0.0 { Err(x) } else { Ok(x) }
    }

    pub fn scaled(x: &mut [f64]) -> Result<f64, f64> {
        x[0] *= 2.0;
        Ok(x[0])
    }

    pub fn used(x: f64) -> f64 {
        let y = checked(x);
        match y {
            Ok(y) => y * x,
            Err(e) => e,
        }
    }

    pub fn replaced(x: f64) -> f64 {
        checked(x).unwrap_or_else(|e| e * x)
    }

    pub fn mapped(x: f64) -> f64 {
        checked(x).map_err(|e| e + 1.0).unwrap_or(0.0)
    }

    pub fn handed_on(x: f64) -> Result<f64, f64> {
        checked(x).map(|y| y * x)
    }

    pub fn changed(x: &mut [f64]) -> f64 {
        scaled(x).unwrap_or(0.0)
    }
}

fn main() {}
