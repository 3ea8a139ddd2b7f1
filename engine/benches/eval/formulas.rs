//! The formulas that the benches measure: as programs, and written by hand.

use gradus_engine::function::Function::{self, *};
use gradus_engine::graph::{Graph, Id};
use gradus_engine::number::Number;
use gradus_engine::program::{Output, Program};

/// A point in, the outputs out.
pub type Native = fn(&[f64], &mut [f64]);

/// A program, the range of its inputs, and the same formula in Rust.
pub struct Formula {
    pub name: &'static str,
    pub program: Program,
    pub range: (f64, f64),
    pub native: Option<Native>,
}

impl Formula {
    /// The number of calls.
    pub fn operations(&self) -> usize {
        let block = &self.program.block;
        block.cone(&self.program.output.roots()).into_iter().filter(|id| block.as_call(*id).is_some()).count()
    }
}

pub fn all() -> Vec<Formula> {
    vec![
        rosenbrock(),
        determinant(),
        black_scholes(),
        arm(),
        random("random 200", 200, false),
        random("random 200 mixed", 200, true),
    ]
}

/// Short calls on a graph.
struct Builder(Graph);

impl Builder {
    fn call(&mut self, function: Function, args: &[Id]) -> Id {
        self.0.call(function, args)
    }

    fn number(&mut self, text: &str) -> Id {
        self.0.number(Number::parse_decimal(text).expect("a decimal"))
    }

    fn variables(&mut self, names: &[String]) -> Vec<Id> {
        names.iter().map(|name| self.0.variable(name)).collect()
    }

    fn finish(self, parameters: Vec<String>, output: Output) -> Program {
        Program { parameters, wrt: vec![], block: self.0, output }
    }
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|i| format!("x{i}")).collect()
}

/// Value and gradient of `sum 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2`, ten variables.
fn rosenbrock() -> Formula {
    let parameters = names(10);
    let mut b = Builder(Graph::new());
    let x = b.variables(&parameters);
    let [one, hundred, two_hundred, four_hundred, two] = ["1", "100", "200", "400", "2"].map(|text| b.number(text));
    let mut value: Option<Id> = None;
    let mut gradient: Vec<Option<Id>> = vec![None; 10];
    for i in 0..9 {
        let square = b.call(Mul, &[x[i], x[i]]);
        let d = b.call(Sub, &[x[i + 1], square]);
        let e = b.call(Sub, &[one, x[i]]);
        let d2 = b.call(Mul, &[d, d]);
        let e2 = b.call(Mul, &[e, e]);
        let head = b.call(Mul, &[hundred, d2]);
        let term = b.call(Add, &[head, e2]);
        value = Some(value.map_or(term, |sum| b.call(Add, &[sum, term])));
        let next = b.call(Mul, &[two_hundred, d]);
        let xd = b.call(Mul, &[x[i], d]);
        let steep = b.call(Mul, &[four_hundred, xd]);
        let flat = b.call(Mul, &[two, e]);
        let here = b.call(Add, &[steep, flat]);
        gradient[i] = Some(match gradient[i] {
            Some(partial) => b.call(Sub, &[partial, here]),
            None => b.call(Neg, &[here]),
        });
        gradient[i + 1] = Some(next);
    }
    let output = Output::Gradient(value.expect("nine terms"), gradient.into_iter().flatten().collect());
    let native = |x: &[f64], out: &mut [f64]| {
        let (x, out) = (&x[..10], &mut out[..11]);
        out.fill(0.0);
        for i in 0..9 {
            let (d, e) = (x[i + 1] - x[i] * x[i], 1.0 - x[i]);
            out[0] += 100.0 * (d * d) + e * e;
            out[i + 1] -= 400.0 * (x[i] * d) + 2.0 * e;
            out[i + 2] = 200.0 * d;
        }
    };
    Formula {
        name: "rosenbrock 10 gradient",
        program: b.finish(parameters, output),
        range: (-2.0, 2.0),
        native: Some(native),
    }
}

/// Determinant of a 4x4 matrix by the 2x2 minors of its upper and lower half.
fn determinant() -> Formula {
    const PAIRS: [(usize, usize); 6] = [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)];
    let parameters = names(16);
    let mut b = Builder(Graph::new());
    let x = b.variables(&parameters);
    let mut minors = |row: usize| {
        PAIRS.map(|(i, j)| {
            let down = b.call(Mul, &[x[row + i], x[row + 4 + j]]);
            let up = b.call(Mul, &[x[row + j], x[row + 4 + i]]);
            b.call(Sub, &[down, up])
        })
    };
    let (upper, lower) = (minors(0), minors(8));
    let mut sum = b.call(Mul, &[upper[0], lower[5]]);
    for (i, function) in [(1, Sub), (2, Add), (3, Add), (4, Sub), (5, Add)] {
        let product = b.call(Mul, &[upper[i], lower[5 - i]]);
        sum = b.call(function, &[sum, product]);
    }
    let native = |x: &[f64], out: &mut [f64]| {
        let x = &x[..16];
        let minors = |row: usize| PAIRS.map(|(i, j)| x[row + i] * x[row + 4 + j] - x[row + j] * x[row + 4 + i]);
        let (u, l) = (minors(0), minors(8));
        out[0] = u[0] * l[5] - u[1] * l[4] + u[2] * l[3] + u[3] * l[2] - u[4] * l[1] + u[5] * l[0];
    };
    let program = b.finish(parameters, Output::Scalar(sum));
    Formula { name: "determinant 4x4", program, range: (-1.0, 1.0), native: Some(native) }
}

/// A call option's price and delta; the normal distribution by the tanh approximation.
fn black_scholes() -> Formula {
    let parameters: Vec<String> = ["s", "k", "t", "r", "v"].map(str::to_owned).into();
    let mut b = Builder(Graph::new());
    let [s, k, t, r, v] = b.variables(&parameters)[..] else { unreachable!() };
    let [one, half, slope, cubic] = ["1", "0.5", "0.7978845608", "0.044715"].map(|text| b.number(text));
    let root = b.call(Sqrt, &[t]);
    let vt = b.call(Mul, &[v, root]);
    let ratio = b.call(Div, &[s, k]);
    let log = b.call(Ln, &[ratio]);
    let v2 = b.call(Mul, &[v, v]);
    let half_v2 = b.call(Mul, &[half, v2]);
    let rate = b.call(Add, &[r, half_v2]);
    let drift = b.call(Mul, &[rate, t]);
    let top = b.call(Add, &[log, drift]);
    let d1 = b.call(Div, &[top, vt]);
    let d2 = b.call(Sub, &[d1, vt]);
    let mut normal = |x: Id| {
        let x2 = b.call(Mul, &[x, x]);
        let x3 = b.call(Mul, &[x2, x]);
        let bend = b.call(Mul, &[cubic, x3]);
        let sum = b.call(Add, &[x, bend]);
        let at = b.call(Mul, &[slope, sum]);
        let tanh = b.call(Tanh, &[at]);
        let up = b.call(Add, &[one, tanh]);
        b.call(Mul, &[half, up])
    };
    let (n1, n2) = (normal(d1), normal(d2));
    let rt = b.call(Mul, &[r, t]);
    let minus = b.call(Neg, &[rt]);
    let discount = b.call(Exp, &[minus]);
    let paid = b.call(Mul, &[k, discount]);
    let paid = b.call(Mul, &[paid, n2]);
    let owned = b.call(Mul, &[s, n1]);
    let price = b.call(Sub, &[owned, paid]);
    let native = |x: &[f64], out: &mut [f64]| {
        let [s, k, t, r, v] = x[..] else { return };
        let vt = v * t.sqrt();
        let d1 = ((s / k).ln() + (r + 0.5 * (v * v)) * t) / vt;
        let d2 = d1 - vt;
        let normal = |x: f64| 0.5 * (1.0 + (0.7978845608 * (x + 0.044715 * (x * x * x))).tanh());
        let n1 = normal(d1);
        out[0] = s * n1 - k * (-(r * t)).exp() * normal(d2);
        out[1] = n1;
    };
    let program = b.finish(parameters, Output::Gradient(price, vec![n1]));
    Formula { name: "option price", program, range: (0.2, 1.2), native: Some(native) }
}

/// Where the hand of an arm of four joints in a plane is, and the partials by the angles.
fn arm() -> Formula {
    let parameters = names(4);
    let mut b = Builder(Graph::new());
    let angles = b.variables(&parameters);
    let lengths = ["1", "0.75", "0.5", "0.25"].map(|text| b.number(text));
    let mut angle = angles[0];
    let mut parts = Vec::new();
    for (joint, &length) in lengths.iter().enumerate() {
        if joint > 0 {
            angle = b.call(Add, &[angle, angles[joint]]);
        }
        let (sin, cos) = (b.call(Sin, &[angle]), b.call(Cos, &[angle]));
        parts.push((b.call(Mul, &[length, sin]), b.call(Mul, &[length, cos])));
    }
    // dx/dangle[j] = -sum of the sines from j on, dy/dangle[j] = the same of the cosines; x and y are the sums from 0 on.
    let mut roots = Vec::new();
    let (mut sines, mut cosines) = parts.pop().expect("four joints");
    loop {
        roots.extend([b.call(Neg, &[sines]), cosines]);
        let Some((sin, cos)) = parts.pop() else { break };
        (sines, cosines) = (b.call(Add, &[sines, sin]), b.call(Add, &[cosines, cos]));
    }
    roots.extend([cosines, sines]);
    let native = |x: &[f64], out: &mut [f64]| {
        let [mut sines, mut cosines] = [[0.0; 4]; 2];
        let mut angle = 0.0;
        for (joint, length) in [1.0, 0.75, 0.5, 0.25].into_iter().enumerate() {
            angle += x[joint];
            (sines[joint], cosines[joint]) = (length * angle.sin(), length * angle.cos());
        }
        let (mut sine, mut cosine) = (0.0, 0.0);
        for joint in 0..4 {
            sine += sines[3 - joint];
            cosine += cosines[3 - joint];
            out[2 * joint..][..2].copy_from_slice(&[-sine, cosine]);
        }
        out[8..10].copy_from_slice(&[cosine, sine]);
    };
    let program = b.finish(parameters, Output::Vector(roots));
    Formula { name: "arm of four joints", program, range: (-3.0, 3.0), native: Some(native) }
}

/// Calls on earlier nodes, recent ones preferred; eight inputs; what no other call uses is an output.
pub fn random(name: &'static str, calls: usize, mixed: bool) -> Formula {
    let mut rng = fastrand::Rng::with_seed(7);
    let parameters = names(8);
    let mut b = Builder(Graph::new());
    let mut nodes = b.variables(&parameters);
    let constants = ["0.5", "-1.25", "3"].map(|text| b.number(text));
    while nodes.len() < 8 + calls {
        let mut pick = || match rng.usize(..8) {
            0 => constants[rng.usize(..3)],
            1..4 => nodes[rng.usize(..nodes.len())],
            _ => nodes[nodes.len() - 1 - rng.usize(..nodes.len().min(16))],
        };
        let (x, y) = (pick(), pick());
        let id = if mixed && rng.u8(..8) == 0 {
            let function = rng.choice([Sin, Cos, Exp, Tanh, Sqrt, Atan]).expect("six functions");
            b.call(function, &[x])
        } else {
            b.call(rng.choice([Add, Sub, Mul, Mul, Add, Max]).expect("six functions"), &[x, y])
        };
        if b.0.as_call(id).is_some() && id.index() + 1 == b.0.len() {
            nodes.push(id);
        }
    }
    let mut used = vec![false; b.0.len()];
    for id in b.0.ids() {
        for arg in b.0.args(id) {
            used[arg.index()] = true;
        }
    }
    let sinks = nodes.into_iter().filter(|id| !used[id.index()]).collect();
    let program = b.finish(parameters, Output::Vector(sinks));
    Formula { name, program, range: (-1.0, 1.0), native: None }
}
