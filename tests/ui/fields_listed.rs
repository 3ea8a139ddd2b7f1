use gradus::grad;

struct Body {
    mass: f64,
    position: [f64; 3],
    count: usize,
    series: Vec<f64>,
}

#[grad(wrt(p.mass))]
fn without_a_type(p: &Body) -> f64 {
    p.mass
}

#[grad(wrt(p.mass: _))]
fn of_any_type(p: &Body) -> f64 {
    p.mass
}

#[grad(wrt(p.mass: f64, p.position: [f64; 3], p.mass: f64))]
fn twice(p: &Body) -> f64 {
    p.mass
}

#[grad(wrt(x, p.mass: f64, x))]
fn a_number_twice(p: &Body, x: f64) -> f64 {
    p.mass * x
}

#[grad(wrt(p, p.mass: f64))]
fn a_struct_and_its_field(p: &Body) -> f64 {
    p.mass
}

#[grad(wrt(p.position.0: f64, p.position: [f64; 3]))]
fn a_field_and_a_part(p: &Body) -> f64 {
    p.mass
}

#[grad(wrt(q.mass: f64))]
fn no_such_parameter(p: usize, x: f64) -> f64 {
    x * p as f64
}

#[grad(wrt(x.re: f64))]
fn of_a_number(x: f64) -> f64 {
    x
}

#[grad(wrt(n.re: f64))]
fn of_an_integer(x: f64, n: usize) -> f64 {
    x * n as f64
}

#[grad(wrt(all.mass: f64))]
fn of_a_slice(all: &[Body], x: f64) -> f64 {
    all[0].mass * x
}

#[grad(wrt(p.count: usize))]
fn an_integer(p: &Body) -> f64 {
    p.mass
}

#[grad(wrt(p.inner: Body))]
fn a_struct(p: &Body) -> f64 {
    p.mass
}

#[grad(wrt(p.series: &mut [f64]))]
fn by_mutable_reference(p: &Body) -> f64 {
    p.mass
}

#[grad(wrt(p.mass: f32))]
fn of_other_float(p: &Body, x: f64) -> f64 {
    p.mass * x
}

#[grad(wrt(x: f64))]
fn a_parameter_with_a_type(x: f64) -> f64 {
    x
}

#[grad(wrt(self.mass: f64))]
fn without_self(x: f64) -> f64 {
    x
}

#[grad(wrt(p.series[0]: f64))]
fn an_element(p: &Body) -> f64 {
    p.series[0]
}

#[grad(wrt(p.mass: f64), constant(p))]
fn a_constant(p: &Body) -> f64 {
    p.mass
}

#[grad(wrt(p.mass: f64))]
fn through_a_reference(p: &mut Body) -> f64 {
    p.mass
}

#[grad(wrt(p.mass: f64))]
fn taken_apart(Body { mass, .. }: &Body) -> f64 {
    *mass
}

impl Body {
    #[grad(wrt(self))]
    fn whole(&self, x: f64) -> f64 {
        self.mass * x
    }

    #[grad(wrt(self.mass: f64))]
    fn changing(&mut self, x: f64) -> f64 {
        self.mass * x
    }
}

#[grad(wrt(p.mass: f64))]
mod all {
    fn f(x: f64) -> f64 {
        x
    }
}

#[grad(wrt(x))]
fn unseen(p: &Body, x: f64) -> f64 {
    p.mass * x
}

#[grad(wrt(p.mass: f64, x))]
fn of_another_type<T: Copy + From<f64> + std::ops::Mul<Output = T>>(p: &Body, x: T) -> T {
    x * T::from(p.mass)
}

fn main() {}
