//! What a picture has to be: nothing on top of anything else, the same every time, and drawn in good time.

use gradus_engine::parse;

use crate::corpus::cases;

/// A rectangle in a picture: left, top, right, bottom.
type Area = [f64; 4];

/// The value of an attribute of an element.
fn attribute<'s>(element: &'s str, name: &str) -> Option<&'s str> {
    let start = element.find(&format!(" {name}=\""))? + name.len() + 3;
    element[start..].split('"').next()
}

fn number(element: &str, name: &str) -> f64 {
    attribute(element, name).unwrap().parse().unwrap()
}

/// What covers an area.
type Covered = Vec<(Area, String)>;

/// The areas of the labels and of the gates.
fn areas(svg: &str) -> (Covered, Covered) {
    let (mut labels, mut gates) = (Vec::new(), Vec::new());
    for line in svg.lines() {
        if line.starts_with("<rect class=\"gate\"") {
            let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| number(line, name));
            gates.push(([x, y, x + width, y + height], line.to_owned()));
        } else if line.starts_with("<circle class=\"gate\"") {
            let [x, y, r] = ["cx", "cy", "r"].map(|name| number(line, name));
            gates.push(([x - r, y - r, x + r, y + r], line.to_owned()));
        } else if line.starts_with("<text class=") {
            let class = attribute(line, "class").unwrap();
            let size = match class {
                "symbol" => continue,
                "input" => 17.0,
                "constant" => 14.0,
                _ => 13.0,
            };
            let text = line.split('>').nth(1).unwrap().split('<').next().unwrap();
            let half = 0.3 * size * text.chars().count() as f64;
            let [x, y] = ["x", "y"].map(|name| number(line, name));
            labels.push(([x - half, y - 0.75 * size, x + half, y + 0.1 * size], format!("{class} {text}")));
        }
    }
    (labels, gates)
}

fn overlap(a: &Area, b: &Area) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

#[test]
fn nothing_is_on_top_of_anything_else() {
    for case in cases() {
        let view = parse(&case.text).unwrap().view(&case.scope(&case.points[0].values)).unwrap();
        let svg = view.to_svg();
        let (labels, gates) = areas(&svg);
        assert!(labels.len() >= view.nodes().len());
        for (i, (a, what)) in labels.iter().enumerate() {
            for (b, other) in labels[i + 1..].iter().chain(&gates) {
                assert!(!overlap(a, b), "{}: {what} at {a:?} and {other} at {b:?}", case.name);
            }
            let [width, height] = ["width", "height"].map(|name| number(&svg, name));
            assert!(a[0] >= -24.0 && a[1] >= -24.0 && a[2] <= width - 24.0 && a[3] <= height - 24.0, "{}", case.name);
        }
        for (i, (a, what)) in gates.iter().enumerate() {
            for (b, other) in &gates[i + 1..] {
                assert!(!overlap(a, b), "{}: {what} and {other}", case.name);
            }
        }
    }
}

#[test]
fn the_same_graph_gives_the_same_picture() {
    for case in cases().into_iter().take(20) {
        let draw = || parse(&case.text).unwrap().view(&case.scope(&case.points[0].values)).unwrap().to_svg();
        assert_eq!(draw(), draw(), "{}", case.name);
    }
}

/// The segments of a wire's path between its bends, from its text.
fn bends(path: &str) -> usize {
    path.matches('C').count()
}

#[test]
fn chains_are_straight() {
    let view = parse("tanh(exp(sin(cos(x))))").unwrap().view(&[("x", 1.0)]).unwrap();
    let svg = view.to_svg();
    let paths = svg.lines().filter(|line| line.starts_with("<path class=\"wire\""));
    assert_eq!(paths.map(|path| bends(attribute(path, "d").unwrap())).sum::<usize>(), 0);
}

#[test]
fn large_graphs_are_drawn_too() {
    let deep = format!("{}x{}", "sin(".repeat(3_000), ")".repeat(3_000));
    let wide = (0..1_500).map(|i| format!("x{i}*y")).collect::<Vec<_>>().join(" + ");
    for text in [deep, wide] {
        let f = parse(&text).unwrap();
        let names = f.variables();
        let at: Vec<(&str, f64)> = names.iter().map(|name| (name.as_str(), 0.5)).collect();
        let view = f.view(&at).unwrap();
        assert!(view.to_svg().len() > 500_000 && view.to_dot().len() > 50_000 && view.to_string().len() > 50_000);
    }
}
