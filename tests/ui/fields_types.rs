use gradus::grad;

struct Body {
    mass: f64,
    position: [f64; 3],
    count: u32,
}

#[grad(wrt(p.count: f64))]
fn an_integer(p: &Body) -> f64 {
    p.mass
}

#[grad(wrt(p.position: [f64; 4]))]
fn of_other_length(p: &Body) -> f64 {
    p.mass
}

#[grad(wrt(p.weight: f64))]
fn no_such_field(p: &Body) -> f64 {
    p.mass
}

impl Body {
    #[grad(wrt(self.position: Vec<f64>))]
    fn an_array(&self) -> f64 {
        self.mass
    }
}

fn main() {}
