use gradus::grad;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Body {
    mass: f64,
    speed: f64,
    count: usize,
}

fn unmarked(p: &Body) -> f64 {
    p.mass
}

#[grad(wrt(p.mass: f64))]
fn marked(p: &Body, x: f64) -> f64 {
    p.mass * x
}

#[grad(wrt(p.mass: f64))]
fn to_a_function(p: &Body) -> f64 {
    unmarked(p) * p.mass
}

#[grad(wrt(p.mass: f64))]
fn to_one_whose_type_is_said(p: &Body) -> f64 {
    let energy: f64 = unmarked(&*p);
    energy * p.mass
}

#[grad(wrt(p.mass: f64, x))]
fn to_a_marked_one(p: Body, x: f64) -> f64 {
    let q = p;
    marked(&q, x)
}

#[grad(wrt(p.mass: f64))]
fn compared(p: Body, q: &Body) -> f64 {
    if p == *q { p.mass } else { 0.0 }
}

#[grad(wrt(p.mass: f64))]
fn in_an_array(p: Body) -> f64 {
    let all = [p, p];
    all[0].mass
}

#[grad(wrt(p.mass: f64, q.mass: f64))]
fn in_a_list(p: Body, q: Body) -> f64 {
    let mut all = Vec::new();
    all.push(p);
    all.push(q);
    let more: Vec<Body> = (0..2).map(|_| p).collect();
    let mut same = [p; 2];
    same[0] = q;
    all[0].mass * all[1].speed + more[1].speed + same[0].speed
}

#[grad(wrt(p.mass: f64, q.mass: f64))]
fn one_or_the_other(p: &Body, q: &Body, n: usize) -> f64 {
    let chosen = if n > 1 { p } else { q };
    chosen.mass * chosen.speed
}

#[grad(wrt(p.mass: f64))]
fn returned(p: &Body) -> f64 {
    let energy = |q: &Body| unmarked(q);
    energy(p)
}

impl Body {
    fn energy(&self, x: f64) -> f64 {
        self.mass * x
    }

    #[grad(wrt(self.mass: f64))]
    fn by_a_method(&self, x: f64) -> f64 {
        self.energy(x) + Self::energy(self, x)
    }

    #[grad(wrt(self.mass: f64))]
    fn changed(mut self, x: f64) -> f64 {
        self.mass += x;
        let count: usize = self.number();
        println!("{:?}", self);
        self.mass * count as f64
    }

    fn number(&self) -> usize {
        self.count
    }
}

#[grad(wrt(p.mass: f64))]
fn by_its_name(p: &Body) -> f64 {
    Some(p).map_or(0.0, unmarked)
}

fn main() {}
