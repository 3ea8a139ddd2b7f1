//! Formulas of textbook size from text to text, and the gradient of some 300 operations that a macro might meet.

use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use gradus::{derive, parse};

/// 20 to 60 nodes each.
const FORMULAS: &[(&str, &str)] = &[
    ("normal density", "exp(-((x - m)/s)^2/2)/(s*sqrt(2*pi)) + a*ln(s^2 + x^2)"),
    ("neuron", "1/(1 + exp(-(w0*x + w1*y + w2*z + b)))"),
    ("van der Waals", "r*t/(x - b) - a/x^2 + r*t*ln((x - b)/l^3) - 2*a/x"),
    ("damped oscillation", "a*exp(-g*x)*cos(sqrt(w^2 - g^2)*x + p) + b*exp(-g*x)*sin(sqrt(w^2 - g^2)*x)"),
    ("Planck", "2*h*x^3/c^2/(exp(h*x/(k*t)) - 1)"),
    ("Lennard-Jones", "4*e*((s/x)^12 - (s/x)^6) + q*p/(4*pi*k*x) + a*exp(-b*x)"),
    ("rational", "(a*x^3 + b*x^2 + c*x + d)/(x^2 + p*x + q) + ln((x - 1)/(x + 1))"),
];

fn textbook(c: &mut Criterion) {
    let mut group = c.benchmark_group("derive");
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1)).sample_size(20);
    for (name, text) in FORMULAS {
        let once = || derive(&parse(text).expect("a formula"), "x").expect("x is a name").to_string();
        println!("{name}: {}", once());
        group.bench_function(BenchmarkId::new("text to text", name), |b| b.iter(once));
    }
    group.finish();
}

/// A two-layer network with its loss: some 300 operations with the gradient.
fn network() -> (String, Vec<String>) {
    let mut text = String::new();
    let mut wrt = Vec::new();
    for j in 0..5 {
        let dot: Vec<String> = (0..5).map(|k| format!("w{j}_{k}*x{k}")).collect();
        text += &format!("h{j} = 1/(1 + exp(-({} + b{j}))); ", dot.join(" + "));
        wrt.extend((0..5).map(|k| format!("w{j}_{k}")));
        wrt.push(format!("b{j}"));
    }
    let dot: Vec<String> = (0..5).map(|j| format!("v{j}*h{j}")).collect();
    text += &format!("(tanh({}) - y)^2", dot.join(" + "));
    wrt.extend((0..5).map(|j| format!("v{j}")));
    (text, wrt)
}

fn expansion(c: &mut Criterion) {
    let (text, wrt) = network();
    let wrt: Vec<&str> = wrt.iter().map(String::as_str).collect();
    let mut group = c.benchmark_group("expansion");
    group.warm_up_time(Duration::from_millis(200)).measurement_time(Duration::from_secs(1)).sample_size(10);
    group.bench_function("network, text to Rust", |b| {
        b.iter(|| {
            let gradient = parse(&text).expect("a network").gradient(&wrt).expect("names");
            gradient.to_rust("network_grad")
        });
    });
    group.finish();
}

criterion_group!(benches, textbook, expansion);
criterion_main!(benches);
