#![allow(unused)]
mod support;
use gradus::grad;
use support::written::check;
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Body {
    mass: f64,
    position: [f64; 3],
    count: usize,
    small: f32,
    act: Option<usize>,
}
impl Body {
    fn valid(&self) -> bool {
        true
    }
    fn id(&self) -> usize {
        3
    }
}
fn body(p: &[f64]) -> Body {
    Body { mass: p[0], position: [p[1], p[2], p[3]], count: 2, small: 0.5, act: Some(2) }
}
#[grad]
fn sq(x: f64) -> f64 {
    x * x
}
#[grad]
fn norm(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}
#[grad]
fn first3(x: [f64; 3]) -> [f64; 3] {
    [x[0] * x[1], x[1] * x[2], x[2]]
}

macro_rules! go { ($($name:ident $grad:ident),*) => { $(#[test] fn $name() {
  check(&[0.7, 0.3, -0.4, 1.25], |q| f::$name(body(q)), |q| { let (v, (m, p)) = f::$grad(body(q)); (v, vec![m, p[0], p[1], p[2]]) }); })* } }
mod f {
    use super::*;
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn c1(p: Body) -> f64 {
        let y = p.mass as usize;
        let z = [1.0, 2.0][p.mass as usize];
        p.mass * z + y as f64
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn c3(p: Body) -> f64 {
        let f = |b: &Body| b.mass * b.position[b.count];
        f(&p)
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn c7(p: Body) -> f64 {
        assert!(p.valid() && p.mass > 0.0, "{:?} {}", p, p.mass);
        println!("{p:?}");
        debug_assert_eq!(p, p);
        let n: usize = p.id();
        p.mass * n as f64
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn d3(p: Body) -> f64 {
        let mut q = p;
        for _ in 0..3 {
            q = Body { mass: q.mass * 2.0 + p.position[0], ..p };
        }
        q.mass * p.mass * q.count as f64 * q.position[1]
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn d4(p: Body) -> f64 {
        let mut q = p;
        for i in 0..3 {
            if i == q.count {
                continue;
            }
            q.mass *= q.position[i];
            q.position[i] += p.mass;
        }
        q.mass * p.mass * q.position[1] + p.position[1]
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn d5(p: Body) -> f64 {
        let f = move |t: f64| t * p.mass * p.count as f64 + p.position[2];
        f(2.0)
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn d7(p: Body) -> f64 {
        let x = f64::max(p.mass, 1.0);
        x + sq(p.mass) + p.small as f64 + norm(&p.position) + norm(&p.position[1..]) * sq(p.position[0])
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn d8(p: Body) -> f64 {
        let mut q = p.position;
        q[0] = 2.0;
        let r: [f64; 3] = first3(p.position);
        q[0] * p.position[1] + q.iter().sum::<f64>() * r[0] + r[1]
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn d9(p: Body) -> f64 {
        let n = p.position.iter().filter(|x| **x > 0.0).count();
        let [a, b, c] = p.position;
        a * b * c * n as f64
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn e1(p: Body) -> f64 {
        let mut s = 0.0;
        for x in p.position {
            s += x * x;
        }
        for (x, y) in p.position.iter().zip(&p.position) {
            s *= x - y * 2.0;
        }
        for (i, x) in p.position.into_iter().enumerate() {
            s += x * i as f64
        }
        s
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn e2(p: Body) -> f64 {
        match p.act {
            Some(n) if n > 1 => p.mass * n as f64,
            Some(n) => p.position[n],
            None => 0.0,
        }
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn e3(p: Body) -> f64 {
        if let Some(n) = p.act { p.mass * p.position[n] } else { p.mass }
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn e4(p: Body) -> f64 {
        let Body { mass: m, position: [a, _, c], act, .. } = p;
        if act.is_some() { m * a } else { c }
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn e5(p: Body) -> f64 {
        let q = &p;
        let r = q;
        let Body { position, .. } = r;
        let mut own = *position;
        own.sort_by(|a, b| a.total_cmp(b));
        own[0] * own[2] + own[1] * r.mass
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn e6(p: Body) -> f64 {
        let (q, n) = (p, 2);
        q.mass * q.position[n] * q.count as f64
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn e7(p: Body) -> f64 {
        let q = if p.mass > 0.5 { p } else { Body { mass: 1.0, ..p } };
        q.mass * q.position[2] * q.count as f64
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn e8(p: Body) -> f64 {
        let v = p.position.to_vec();
        let w: Vec<f64> = p.position.iter().map(|x| x * p.mass).collect();
        v[0] * w[1] + v.len() as f64 * w[2]
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn e9(p: Body) -> f64 {
        let y = p.mass.powi(p.count as i32) + p.mass.powf(p.small as f64);
        let z = p.position.map(|x| x * y);
        z[0] + z[1] * z[2]
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn g1(p: Body) -> f64 {
        let mut m = p.mass;
        let r = &mut m;
        *r *= p.position[0];
        m + p.position.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn g2(p: Body) -> f64 {
        fn inner(b: &Body, k: f64) -> f64 {
            b.mass * k + b.position[1] * b.count as f64
        }
        inner(&p, 2.0) * inner(&p, p.mass)
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn g3(p: Body) -> f64 {
        let mut q = p;
        std::mem::swap(&mut q.mass, &mut q.position[0]);
        q.mass * q.mass + q.position[0] * p.position[0]
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn g4(p: Body) -> f64 {
        let idx: Vec<usize> = (0..p.count).collect();
        let n = p.count.pow(2) + idx.len();
        let t: f64 = idx.iter().map(|&i| p.position[i]).sum();
        t * n as f64 * p.mass
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn g5(p: Body) -> f64 {
        let scale = if p.count > 1 { 2.0 } else { p.small as f64 };
        let k = match p.count {
            0 => 1.0,
            2 => p.mass,
            _ => 0.0,
        };
        scale * k * p.position[p.count]
    }
    #[grad(wrt(p.mass: f64, p.position: [f64; 3]))]
    pub fn g6(p: Body) -> f64 {
        let p = Body { mass: p.mass * 2.0, ..p };
        let mut s = 0.0;
        let mut i = 0;
        while i < p.count {
            s += p.position[i] * p.mass;
            i += 1;
        }
        s
    }
}
go!(c1 c1_grad, c3 c3_grad, c7 c7_grad, d3 d3_grad, d4 d4_grad, d5 d5_grad, d7 d7_grad, d8 d8_grad, d9 d9_grad, e1 e1_grad, e2 e2_grad, e3 e3_grad, e4 e4_grad, e5 e5_grad, e6 e6_grad, e7 e7_grad, e8 e8_grad, e9 e9_grad, g1 g1_grad, g2 g2_grad, g3 g3_grad, g4 g4_grad, g5 g5_grad, g6 g6_grad);
