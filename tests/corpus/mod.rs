//! The corpus: expressions as text with sample points, each with a Rust function that computes the same another way.
//!
//! The text files hold blocks separated by blank lines; an indented line continues the one above it, `#` begins a comment line.
//!
//! ```text
//! name: rosenbrock                            also the name of the oracle in the .rs file beside the text file
//! text: (1 - x)^2 + 100*(y - x^2)^2           in our text syntax
//! wrt:  x y                                   the variables to differentiate in; the others are constants
//! at:   x=-1.2 y=1                            a sample point, all variables; their order is the oracle's argument order
//! is:   24.2 x=-215.6 y=-88                   optional: value and partials known beforehand there, to 1e-8
//! ```
//!
//! A test binary that says `mod corpus;` must also say `mod support;`.

// Every test binary compiles this module and uses a part of it.
#![allow(dead_code)]

use crate::support::dual::Real;

mod geometry;
mod learning;
mod lecture;
mod optimisation;
mod physics;
mod statistics;

/// One expression.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: &'static str,
    pub text: String,
    pub wrt: Vec<&'static str>,
    /// All variables, in the order of the oracle's arguments.
    pub names: Vec<&'static str>,
    pub points: Vec<Point>,
}

#[derive(Clone, Debug)]
pub struct Point {
    /// In the order of [`Case::names`].
    pub values: Vec<f64>,
    pub facts: Option<Facts>,
}

/// What is known beforehand at a point, to 1e-8.
#[derive(Clone, Debug)]
pub struct Facts {
    pub value: f64,
    pub partials: Vec<(&'static str, f64)>,
}

impl Case {
    /// The positions of `wrt` among `names`.
    pub fn active(&self) -> Vec<usize> {
        self.wrt.iter().map(|w| self.names.iter().position(|n| n == w).expect("checked when read")).collect()
    }

    /// The variables with their values, as `eval` takes them.
    pub fn scope<T: Copy>(&self, values: &[T]) -> Vec<(&'static str, T)> {
        self.names.iter().copied().zip(values.iter().copied()).collect()
    }

    /// The same function computed another way.
    pub fn oracle<T: Real>(&self, values: &[T]) -> T {
        oracle(self.name, values).unwrap_or_else(|| panic!("{} has no oracle", self.name))
    }
}

/// Every case of every file.
pub fn cases() -> Vec<Case> {
    let files = [
        ("lecture", include_str!("lecture.txt")),
        ("optimisation", include_str!("optimisation.txt")),
        ("statistics", include_str!("statistics.txt")),
        ("physics", include_str!("physics.txt")),
        ("geometry", include_str!("geometry.txt")),
        ("learning", include_str!("learning.txt")),
    ];
    files.into_iter().flat_map(|(file, text)| read(text).unwrap_or_else(|m| panic!("{file}.txt: {m}"))).collect()
}

/// The blocks of one file.
pub fn read(text: &'static str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    let mut key = "";
    for (number, line) in text.lines().enumerate() {
        let bad = |what: &str| format!("line {}: {what}", number + 1);
        if line.trim().is_empty() || line.starts_with('#') {
            key = "";
            continue;
        }
        let continued = line.starts_with(' ');
        let content = if continued {
            line.trim()
        } else {
            let (head, content) = line.split_once(':').ok_or_else(|| bad("`key: content` expected"))?;
            key = head;
            content.trim()
        };
        if key == "name" {
            cases.push(Case { name: content, text: String::new(), wrt: vec![], names: vec![], points: vec![] });
            continue;
        }
        let case = cases.last_mut().ok_or_else(|| bad("`name:` expected first"))?;
        match key {
            "text" => case.text = format!("{} {content}", case.text).trim().into(),
            "wrt" => case.wrt.extend(content.split_whitespace()),
            "at" => {
                if !continued {
                    case.points.push(Point { values: vec![], facts: None });
                }
                let point = case.points.len();
                let values = &mut case.points[point - 1].values;
                for (name, value) in equations(content.split_whitespace()).map_err(|m| bad(&m))? {
                    if point == 1 {
                        case.names.push(name);
                    } else if case.names.get(values.len()) != Some(&name) {
                        return Err(bad("variables differ from those of the first point"));
                    }
                    values.push(value);
                }
            }
            "is" => {
                let point = case.points.last_mut().ok_or_else(|| bad("`at:` expected before `is:`"))?;
                let mut words = content.split_whitespace();
                let value = words.next().and_then(|w| w.parse().ok()).ok_or_else(|| bad("a value expected"))?;
                point.facts = Some(Facts { value, partials: equations(words).map_err(|m| bad(&m))? });
            }
            _ => return Err(bad("unknown key")),
        }
    }
    for case in &cases {
        let known = |name| case.names.contains(name);
        let facts = case.points.iter().filter_map(|p| p.facts.as_ref()).flat_map(|f| f.partials.iter().map(|(n, _)| n));
        let whole = case.points.iter().all(|p| p.values.len() == case.names.len());
        if case.text.is_empty() || case.wrt.is_empty() || case.points.is_empty() || !whole {
            return Err(format!("{} is incomplete", case.name));
        }
        if !case.wrt.iter().all(known) || !facts.into_iter().all(known) {
            return Err(format!("{} names a variable without a value", case.name));
        }
    }
    Ok(cases)
}

fn equations<'a>(words: impl Iterator<Item = &'a str>) -> Result<Vec<(&'a str, f64)>, String> {
    words
        .map(|word| {
            let (name, value) = word.split_once('=').ok_or(format!("`name=value` expected, `{word}` found"))?;
            Ok((name, value.parse().map_err(|e| format!("`{word}`: {e}"))?))
        })
        .collect()
}

/// The oracles by name, file by file.
macro_rules! oracles {
    ($($module:ident: $($name:ident)*;)*) => {
        /// The names that have an oracle.
        pub const ORACLES: &[&str] = &[$($(stringify!($name)),*),*];

        fn oracle<T: Real>(name: &str, values: &[T]) -> Option<T> {
            match name {
                $($(stringify!($name) => Some($module::$name(arguments(name, values))),)*)*
                _ => None,
            }
        }
    };
}

fn arguments<T: Real, const N: usize>(name: &str, values: &[T]) -> [T; N] {
    values.try_into().unwrap_or_else(|_| panic!("{name} takes {N} arguments, not {}", values.len()))
}

oracles! {
    lecture: chain_of_two_gates chain_seen_from_the_second_gate sigmoid_neuron sigmoid_neuron_grouped
        gate_reciprocal gate_add_constant gate_exponential gate_scale add_distributes multiply_switches
        max_routes copy_adds activation_sigmoid activation_tanh activation_relu activation_leaky_relu_tenth
        activation_leaky_relu_hundredth activation_maxout activation_elu svm_loss softmax_cross_entropy
        squared_norm_of_a_product relu_of_a_vector_seeded matrix_product_seeded two_layer_net three_layer_net
        training_loss_of_one_sample neuron_of_three_inputs cost_of_a_classifier cost_of_one_link
        cost_of_three_links net_3_1 net_3_2 net_8_1 linear_regression;
    optimisation: sphere rosenbrock rosenbrock_of_four himmelblau beale booth matyas ackley rastrigin
        goldstein_price three_hump_camel easom levy styblinski_tang mccormick eggholder griewank bukin;
    statistics: normal_density normal_log_density gamma_log_density beta_log_density logistic_density
        student_t_log_density von_mises_kernel cauchy_log_density laplace_log_density weibull_density
        poisson_log_likelihood bernoulli_cross_entropy mixture_of_two_normals
        mixture_log_likelihood_of_two_samples log_sum_exp log_sum_exp_shifted log_sum_exp_by_pairs
        divergence_of_two_normals probit_likelihood correlated_normal_exponent black_scholes_call
        black_scholes_call_by_erf;
    physics: lennard_jones lennard_jones_by_products lennard_jones_of_two_points morse kepler_residual
        michaelis_menten hill van_der_waals planck relativistic_energy relativistic_kinetic_energy
        relativistic_doppler pendulum_energy double_pendulum_lagrangian coulomb arrhenius diode
        projectile_range damped_oscillation thin_lens stefan_law_difference logistic_growth spherical_wave
        fresnel_reflection catenary rapidity sawtooth_wave;
    geometry: determinant_2 determinant_3 determinant_4 determinant_4_expanded rodrigues_reprojection
        robot_arm_of_two robot_arm_of_three quaternion_rotation haversine heron law_of_cosines bearing
        distance_by_hypot torus_distance rounded_box_distance smooth_union_of_circles bezier horner;
    learning: mlp_2_2_1 mlp_3_4_1 huber pseudo_huber hinge logistic_loss logistic_loss_by_softplus
        binary_cross_entropy_of_a_logit gelu gelu_by_tanh swish mish softsign hard_sigmoid softmax_first
        softmax_of_huge_scores attention_of_two_keys normalised_of_three focal_loss cosine_similarity
        gated_cell recurrence_of_four_steps radial_basis elastic_net piecewise_with_logic;
}

fn sum<T: Real>(terms: impl IntoIterator<Item = T>) -> T {
    terms.into_iter().fold(T::of(0.0), |sum, x| sum + x)
}

fn dot<T: Real, const N: usize>(a: [T; N], b: [T; N]) -> T {
    sum((0..N).map(|i| a[i] * b[i]))
}

fn square<T: Real>(x: T) -> T {
    x * x
}
