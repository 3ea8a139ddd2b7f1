//! Activation functions and their derivatives: sigmoid, tanh, ReLU, leaky ReLU, maxout, ELU; as numbers and as a picture.
//!
//! ```text
//! cargo run --example activations -- --out pictures
//! ```

mod support;

use std::error::Error;
use std::process::ExitCode;

use gradus::check::GradientCheck;
use gradus::{Compiled, grad, parse};
use plotters::prelude::*;
use support::{Facts, say};

const USAGE: &str = "\
Usage: activations [OPTIONS]

Activation functions and their derivatives at some points, from formulas and from Rust functions, and a picture of them.

Options:
  --out DIRECTORY   where the picture goes; unless given, a directory for temporary files
  -h, --help        this text";

fn main() -> ExitCode {
    support::run_with_files(USAGE, |facts, files| {
        let activations = activations()?;
        table(&activations)?;
        both_doors_agree(facts, &activations)?;
        what_the_notes_say(facts, &activations)?;
        maxout_in_its_weights(facts)?;
        files.write("activations.svg", &picture(&activations)?)
    })
}

#[grad]
fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[grad]
fn tanh(x: f64) -> f64 {
    x.tanh()
}

#[grad]
fn relu(x: f64) -> f64 {
    x.max(0.0)
}

#[grad]
fn leaky_relu(x: f64) -> f64 {
    (0.1 * x).max(x)
}

#[grad]
fn very_leaky_relu(x: f64) -> f64 {
    (0.01 * x).max(x)
}

#[grad]
fn maxout(x: f64) -> f64 {
    (0.5 * x + 0.1).max(0.4 - x)
}

#[grad]
fn elu(x: f64) -> f64 {
    if x >= 0.0 { x } else { x.exp() - 1.0 }
}

/// A function of x in both shapes, ready to run: outputs are its value and its derivative.
struct Activation {
    name: &'static str,
    text: &'static str,
    run: Compiled,
    rust: fn(f64) -> (f64, f64),
}

impl Activation {
    fn at(&self, x: f64) -> Result<[f64; 2], Box<dyn Error>> {
        let outputs = self.run.eval(&[x])?;
        Ok([outputs[0], outputs[1]])
    }
}

fn activations() -> Result<Vec<Activation>, Box<dyn Error>> {
    type Line = (&'static str, &'static str, fn(f64) -> (f64, f64));
    let all: [Line; 7] = [
        ("sigmoid", "1/(1 + exp(-x))", sigmoid_grad),
        ("tanh", "tanh(x)", tanh_grad),
        ("ReLU", "max(0, x)", relu_grad),
        ("leaky ReLU", "max(0.1*x, x)", leaky_relu_grad),
        ("leaky ReLU 0.01", "max(0.01*x, x)", very_leaky_relu_grad),
        ("maxout", "max(0.5*x + 0.1, 0.4 - x)", maxout_grad),
        ("ELU", "if x >= 0 then x else exp(x) - 1", elu_grad),
    ];
    all.into_iter()
        .map(|(name, text, rust)| {
            let run = parse(text)?.gradient(&["x"])?.compile(&["x"])?;
            Ok(Activation { name, text, run, rust })
        })
        .collect()
}

const POINTS: [f64; 9] = [-10.0, -2.0, -1.0, -0.1, 0.0, 0.1, 1.0, 2.0, 10.0];

fn table(activations: &[Activation]) -> Result<(), Box<dyn Error>> {
    for activation in activations {
        let (name, text) = (activation.name, activation.text);
        say!("\n{name}\n{}\nf  = {text}", "─".repeat(name.chars().count()));
        say!("f' = {}\n", gradus::derive(&parse(text)?, "x")?);
        let row = |label: &str, cell: &dyn Fn(f64) -> Result<f64, Box<dyn Error>>| -> Result<(), Box<dyn Error>> {
            let cells: Result<Vec<String>, _> = POINTS.iter().map(|x| Ok(format!("{:>9}", short(cell(*x)?)))).collect();
            say!("    {label:<6}{}", cells.map_err(|error: Box<dyn Error>| error)?.join(""));
            Ok(())
        };
        row("x", &|x| Ok(x))?;
        row("f(x)", &|x| Ok(activation.at(x)?[0]))?;
        row("f'(x)", &|x| Ok(activation.at(x)?[1]))?;
    }
    Ok(())
}

/// Four digits.
fn short(x: f64) -> String {
    match x.abs() {
        0.0 => "0".to_owned(),
        1e-3.. => ((x * 1e4).round() / 1e4).to_string(),
        _ => format!("{x:.1e}"),
    }
}

/// Values are the same bits, derivatives the same up to rounding; and differences agree with them.
fn both_doors_agree(facts: &mut Facts, activations: &[Activation]) -> Result<(), Box<dyn Error>> {
    facts.section("Formula and Rust function", "parse(..).gradient(..) beside #[grad], at 2001 points from -10 to 10");
    for activation in activations {
        let (mut values, mut slopes, mut checked) = (true, true, true);
        for i in 0..=2000 {
            let x = f64::from(i - 1000) / 100.0;
            let ([value, slope], (rust_value, rust_slope)) = (activation.at(x)?, (activation.rust)(x));
            values &= (value - rust_value).abs() <= 4.0 * f64::EPSILON * value.abs();
            slopes &= (slope - rust_slope).abs() <= 1e-14 * slope.abs();
            if i % 100 == 7 {
                checked &= GradientCheck::new().run(|x: &f64| (activation.rust)(*x).0, x, rust_slope).passed();
            }
        }
        facts.holds(
            &format!("{:<16} values, derivatives, gradient check", activation.name),
            values && slopes && checked,
        );
    }
    Ok(())
}

/// Where each one learns, and where it does not.
fn what_the_notes_say(facts: &mut Facts, activations: &[Activation]) -> Result<(), Box<dyn Error>> {
    let mut at = |name: &str, what: &str, x: f64, known: [f64; 2]| -> Result<(), Box<dyn Error>> {
        let found = activations.iter().find(|activation| activation.name == name).ok_or("no such function")?;
        let got = found.at(x)?;
        let right = got.iter().zip(known).all(|(got, known)| (got - known).abs() <= 1e-8);
        facts.holds(&format!("{what}: at {x} it is {}, its derivative {}", short(known[0]), short(known[1])), right);
        Ok(())
    };
    say!("\nWhat the notes say\n──────────────────");
    at("sigmoid", "the sigmoid is steepest in the middle", 0.0, [0.5, 0.25])?;
    at("sigmoid", "far out its gradient vanishes", 10.0, [0.99995460, 4.53958077e-5])?;
    at("sigmoid", "on both sides", -10.0, [4.53978687e-5, 4.53958077e-5])?;
    at("tanh", "tanh has slope 1 in the middle", 0.0, [0.0, 1.0])?;
    at("tanh", "and vanishes sooner", 5.0, [0.99990920, 1.81583231e-4])?;
    at("ReLU", "ReLU passes the gradient on", 3.0, [3.0, 1.0])?;
    at("ReLU", "or is dead", -3.0, [0.0, 0.0])?;
    at("ReLU", "also at 0, by convention", 0.0, [0.0, 0.0])?;
    at("leaky ReLU", "leaky ReLU does not die", -3.0, [-0.3, 0.1])?;
    at("leaky ReLU 0.01", "nor does this one", -3.0, [-0.03, 0.01])?;
    at("ELU", "ELU is smooth at 0 with α = 1", 0.0, [0.0, 1.0])?;
    at("ELU", "and saturates to the left", -1.0, [-0.63212056, 0.36787944])
}

/// max(w1ᵀx + b1, w2ᵀx + b2)
#[grad]
fn maxout_of_two(w1: &[f64; 2], b1: f64, w2: &[f64; 2], b2: f64, x: &[f64; 2]) -> f64 {
    let (mut first, mut second) = (b1, b2);
    for i in 0..2 {
        first += w1[i] * x[i];
        second += w2[i] * x[i];
    }
    first.max(second)
}

/// The larger of the two sums gets the whole gradient.
fn maxout_in_its_weights(facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    let (w1, b1, w2, b2) = ([0.5, -0.25], 0.1, [-1.0, 2.0], 0.4);
    facts.section("Maxout", &format!("max(w1ᵀx + b1, w2ᵀx + b2) at w1 = {w1:?}, b1 = {b1}, w2 = {w2:?}, b2 = {b2}"));
    let names = ["w11", "w12", "b1", "w21", "w22", "b2", "x1", "x2"];
    let gradient = parse("max(w11*x1 + w12*x2 + b1, w21*x1 + w22*x2 + b2)")?.gradient(&names)?;
    for (x, known) in [
        ([1.5, 0.5], [1.5, 0.5, 1.0, 0.0, 0.0, 0.0, 0.5, -0.25]),
        ([-0.5, 1.0], [0.0, 0.0, 0.0, -0.5, 1.0, 1.0, -1.0, 2.0]),
    ] {
        let point = [w1[0], w1[1], b1, w2[0], w2[1], b2, x[0], x[1]];
        let at: Vec<(&str, f64)> = names.into_iter().zip(point).collect();
        let (_, partials) = gradient.eval(&at)?;
        let (_, (d_w1, d_b1, d_w2, d_b2, d_x)) = maxout_of_two_grad(&w1, b1, &w2, b2, &x);
        let by_rust = [&d_w1[..], &[d_b1], &d_w2, &[d_b2], &d_x].concat();
        say!("    x = {x:?}");
        facts.holds(&format!("in [w1, b1, w2, b2, x] {known:?}"), partials == known && by_rust == known);
        facts.holds("differences agree", gradient.check(&at)?.passed());
    }
    say!("");
    Ok(())
}

const BLUE_LINE: RGBColor = RGBColor(9, 105, 218);
const RED_LINE: RGBColor = RGBColor(201, 37, 45);
const GREY: RGBColor = RGBColor(208, 215, 222);

/// A panel for each function: its values and its derivative.
fn picture(activations: &[Activation]) -> Result<String, Box<dyn Error>> {
    // Drawn on a fine grid, for coordinates are whole numbers, and shown at half that size.
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (2160, 1400)).into_drawing_area();
        root.fill(&WHITE)?;
        // Leaky ReLU with 0.01 looks like ReLU.
        let drawn = activations.iter().filter(|activation| activation.name != "leaky ReLU 0.01");
        for (panel, activation) in root.split_evenly((2, 3)).iter().zip(drawn) {
            draw(panel, activation)?;
        }
        root.present()?;
    }
    Ok(svg.replacen("width=\"2160\" height=\"1400\"", "width=\"1080\" height=\"700\"", 1))
}

type Panel<'s> = DrawingArea<SVGBackend<'s>, plotters::coord::Shift>;

fn draw(panel: &Panel, activation: &Activation) -> Result<(), Box<dyn Error>> {
    let xs = (-400..=400).map(|i| f64::from(i) / 80.0);
    let points: Vec<(f64, [f64; 2])> = xs.map(|x| Ok((x, activation.at(x)?))).collect::<Result<_, Box<dyn Error>>>()?;
    let mut chart = ChartBuilder::on(panel)
        .caption(activation.name, ("sans-serif", 40))
        .margin(28)
        .x_label_area_size(52)
        .y_label_area_size(68)
        .build_cartesian_2d(-5.0..5.0, -1.2..2.2)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GREY.mix(0.6).stroke_width(2))
        .axis_style(GREY.stroke_width(2))
        .x_labels(5)
        .y_labels(7)
        .label_style(("sans-serif", 26))
        .draw()?;
    for (which, colour, label) in [(0, BLUE_LINE, "f"), (1, RED_LINE, "f'")] {
        // A jump is no line.
        let jump = |pair: &[(f64, [f64; 2])]| (pair[0].1[which] - pair[1].1[which]).abs() > 0.3;
        let mut pieces = vec![Vec::new()];
        for (at, point) in points.iter().enumerate() {
            if at > 0 && jump(&points[at - 1..=at]) {
                pieces.push(Vec::new());
            }
            if let Some(piece) = pieces.last_mut() {
                piece.push((point.0, point.1[which]));
            }
        }
        let visible = |point: &(f64, f64)| (-1.2..=2.2).contains(&point.1);
        for (number, piece) in pieces.into_iter().enumerate() {
            let series =
                chart.draw_series(LineSeries::new(piece.into_iter().filter(visible), colour.stroke_width(4)))?;
            if number == 0 {
                series
                    .label(label)
                    .legend(move |(x, y)| PathElement::new([(x, y), (x + 36, y)], colour.stroke_width(4)));
            }
        }
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .label_font(("sans-serif", 28))
        .legend_area_size(44)
        .background_style(WHITE.mix(0.8))
        .draw()?;
    Ok(())
}
