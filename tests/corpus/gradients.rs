//! Twelve gradients by which simplification is judged, as text: name, expression, variables.

/// A scalar function whose gradient is wanted.
pub struct Gradient {
    pub name: &'static str,
    pub text: String,
    pub wrt: Vec<String>,
}

fn gradient(name: &'static str, text: String, wrt: impl IntoIterator<Item = impl Into<String>>) -> Gradient {
    Gradient { name, text, wrt: wrt.into_iter().map(Into::into).collect() }
}

fn indexed(name: &str, count: usize) -> Vec<String> {
    (0..count).map(|i| format!("{name}{i}")).collect()
}

fn join(terms: impl IntoIterator<Item = String>, operator: &str) -> String {
    terms.into_iter().collect::<Vec<_>>().join(operator)
}

/// All twelve.
pub fn gradients() -> Vec<Gradient> {
    vec![
        neuron(),
        rosenbrock("rosenbrock 5", 5),
        rosenbrock("rosenbrock 10", 10),
        rosenbrock("rosenbrock 50", 50),
        rosenbrock("rosenbrock 200", 200),
        bundle_adjustment(),
        black_scholes(),
        mlp(),
        gmm(),
        determinant(),
        lennard_jones("lennard-jones products", false),
        lennard_jones("lennard-jones powers", true),
    ]
}

/// A sigmoid neuron of ten inputs, by weights, inputs and bias.
fn neuron() -> Gradient {
    let dot = join((0..10).map(|i| format!("w{i}*x{i}")), " + ");
    let wrt = [indexed("w", 10), indexed("x", 10), vec!["b".into()]].concat();
    gradient("neuron", format!("1/(1 + exp(-({dot} + b)))"), wrt)
}

/// The chained Rosenbrock function.
fn rosenbrock(name: &'static str, n: usize) -> Gradient {
    let terms = (0..n - 1).map(|i| format!("100*(x{} - x{i}^2)^2 + (1 - x{i})^2", i + 1));
    gradient(name, join(terms, " + "), indexed("x", n))
}

/// The squared reprojection error of one point in one camera: Rodrigues rotation, translation, focal length and two radial
/// distortions.
fn bundle_adjustment() -> Gradient {
    let text = "
        s = r0^2 + r1^2 + r2^2; angle = sqrt(s); c = cos(angle); k = sin(angle);
        a0 = r0/angle; a1 = r1/angle; a2 = r2/angle;
        d = (a0*p0 + a1*p1 + a2*p2)*(1 - c);
        q0 = p0*c + (a1*p2 - a2*p1)*k + a0*d + t0;
        q1 = p1*c + (a2*p0 - a0*p2)*k + a1*d + t1;
        q2 = p2*c + (a0*p1 - a1*p0)*k + a2*d + t2;
        u = -q0/q2; v = -q1/q2; n = u*u + v*v;
        m = f*(1 + k1*n + k2*n*n);
        (m*u - o0)^2 + (m*v - o1)^2";
    gradient("bundle adjustment", text.into(), ["r0", "r1", "r2", "t0", "t1", "t2", "f", "k1", "k2", "p0", "p1", "p2"])
}

/// A European call; the gradient is delta, vega, minus theta, rho and the dual delta.
fn black_scholes() -> Gradient {
    let text = "
        root = v*sqrt(t); d1 = (ln(s/k) + (r + v^2/2)*t)/root; d2 = d1 - root;
        s*erfc(-d1/sqrt(2))/2 - k*exp(-r*t)*erfc(-d2/sqrt(2))/2";
    gradient("black-scholes", text.into(), ["s", "v", "t", "r", "k"])
}

/// A 3-4-1 network of sigmoids by tanh with a squared error, by all weights.
fn mlp() -> Gradient {
    let mut text = String::new();
    let mut wrt = Vec::new();
    for j in 0..4 {
        let dot = join((0..3).map(|k| format!("w{j}_{k}*x{k}")), " + ");
        text += &format!("h{j} = tanh({dot} + b{j}); ");
        wrt.extend((0..3).map(|k| format!("w{j}_{k}")));
        wrt.push(format!("b{j}"));
    }
    let dot = join((0..4).map(|j| format!("v{j}*h{j}")), " + ");
    wrt.extend(indexed("v", 4));
    wrt.push("c".into());
    text += &format!("a = 1/(1 + exp(-({dot} + c))); (a - y)^2");
    gradient("mlp", text, wrt)
}

/// The log-likelihood of two points under a mixture of three normal densities, by means, log-deviations and log-weights.
fn gmm() -> Gradient {
    let mut points = Vec::new();
    for p in 0..2 {
        let density = |k| format!("exp(a{k} - l{k} - ((x{p} - m{k})/exp(l{k}))^2/2)");
        points.push(format!("ln({})", join((0..3).map(density), " + ")));
    }
    let norm = join((0..3).map(|k| format!("exp(a{k})")), " + ");
    let text = format!("{} - 2*ln({norm}) - ln(2*pi)", points.join(" + "));
    gradient("gmm", text, [indexed("m", 3), indexed("l", 3), indexed("a", 3)].concat())
}

/// The determinant of a 4 by 4 matrix by cofactors, its 2 by 2 minors shared.
fn determinant() -> Gradient {
    let mut text = String::new();
    for i in 0..4 {
        for j in i + 1..4 {
            text += &format!("s{i}{j} = a0{i}*a1{j} - a0{j}*a1{i}; c{i}{j} = a2{i}*a3{j} - a2{j}*a3{i}; ");
        }
    }
    text += "s01*c23 - s02*c13 + s03*c12 + s12*c03 - s13*c02 + s23*c01";
    let wrt: Vec<String> = (0..16).map(|k| format!("a{}{}", k / 4, k % 4)).collect();
    gradient("determinant 4x4", text, wrt)
}

/// The energy of three atoms, by all coordinates, with powers as products or as powers.
fn lennard_jones(name: &'static str, powers: bool) -> Gradient {
    let mut text = String::new();
    let mut pairs = Vec::new();
    for (i, j) in [(0, 1), (0, 2), (1, 2)] {
        let square = |axis| format!("({axis}{i} - {axis}{j})^2");
        text += &format!("q{i}{j} = {} + {} + {}; ", square("x"), square("y"), square("z"));
        if powers {
            text += &format!("r{i}{j} = sqrt(q{i}{j}); ");
            pairs.push(format!("4*eps*((sigma/r{i}{j})^12 - (sigma/r{i}{j})^6)"));
        } else {
            text += &format!("i{i}{j} = sigma*sigma/q{i}{j}; k{i}{j} = i{i}{j}*i{i}{j}*i{i}{j}; ");
            pairs.push(format!("4*eps*(k{i}{j}*k{i}{j} - k{i}{j})"));
        }
    }
    let wrt: Vec<String> = ["x", "y", "z"].iter().flat_map(|axis| indexed(axis, 3)).collect();
    gradient(name, text + &pairs.join(" + "), wrt)
}
