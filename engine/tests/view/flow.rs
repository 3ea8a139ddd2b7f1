//! Values and gradients.

use gradus_engine::view::{Edge, NodeKind};
use gradus_engine::{BindError, Expr, GraphView, parse};

use crate::corpus::cases;
use crate::support::close::{Tolerance, assert_close_at};

fn view(text: &str, at: &[(&str, f64)]) -> GraphView {
    parse(text).unwrap().view(at).unwrap()
}

fn gradient(view: &GraphView, name: &str) -> f64 {
    view.node(name).unwrap().gradient().unwrap()
}

#[test]
fn gradients_are_those_of_the_gradient() {
    for case in cases() {
        let f = parse(&case.text).unwrap();
        for point in &case.points {
            let at = case.scope(&point.values);
            let view = f.view(&at).unwrap();
            let (value, partials) = f.gradient(&case.wrt).unwrap().eval(&at).unwrap();
            let output = view.nodes().last().unwrap();
            let tolerance = Tolerance { relative: 1e-12, absolute: 1e-13 };
            assert_close_at(output.value(), value, tolerance, case.name);
            for (name, partial) in case.wrt.iter().zip(partials) {
                let tolerance = Tolerance { relative: 1e-9, absolute: 1e-11 * value.abs().max(1.0) };
                let Some(node) = view.node(name) else { continue };
                assert_close_at(node.gradient().unwrap(), partial, tolerance, format!("{} by {name}", case.name));
            }
        }
    }
}

#[test]
fn shares_add_up_at_a_node_and_are_products_at_a_gate() {
    for case in cases() {
        let view = parse(&case.text).unwrap().view(&case.scope(&case.points[0].values)).unwrap();
        for (at, node) in view.nodes().iter().enumerate() {
            let shares: Vec<f64> =
                view.edges().iter().filter(|edge| edge.from() == at).filter_map(Edge::gradient).collect();
            let Some(gradient) = node.gradient().filter(|_| !shares.is_empty()) else { continue };
            // Of terms that nearly cancel only the order tells the sum.
            let size = shares.iter().map(|share| share.abs()).sum::<f64>();
            assert_close_at(gradient, shares.iter().sum(), Tolerance::absolute(1e-14 * size), case.name);
        }
        for edge in view.edges() {
            let (Some(local), Some(share)) = (edge.local(), edge.gradient()) else { continue };
            let upstream = view.nodes()[edge.to()].gradient().unwrap();
            assert!(share == local * upstream || share == 0.0 && (local == 0.0 || upstream == 0.0), "{}", case.name);
        }
    }
}

#[test]
fn the_same_value_used_twice_is_one_node() {
    let view = view("x*x + x", &[("x", 3.0)]);
    assert_eq!(gradient(&view, "x"), 7.0);
    let shares: Vec<Option<f64>> = view.edges().iter().filter(|edge| edge.from() == 0).map(Edge::gradient).collect();
    assert_eq!(shares, [Some(3.0), Some(3.0), Some(1.0)]);
}

#[test]
fn what_is_not_taken_contributes_nothing() {
    let branches = view("if x > 0 then sqrt(x) else 2*y", &[("x", 0.0), ("y", 1.0)]);
    assert_eq!((gradient(&branches, "x"), gradient(&branches, "y")), (0.0, 2.0));
    let condition = branches.node("g1").unwrap();
    assert_eq!((condition.value(), condition.gradient()), (0.0, None));
    let ties = view("max(x, 0) + max(x, y) + abs(x)", &[("x", 0.0), ("y", 0.0)]);
    assert_eq!((gradient(&ties, "x"), gradient(&ties, "y")), (1.0, 0.0));
    assert_eq!(gradient(&view("x*sqrt(y)", &[("x", 0.0), ("y", 0.0)]), "y"), 0.0);
}

#[test]
fn constants_belong_to_their_gate() {
    let view = view("2*x + clamp(x, y, 3)", &[("x", 5.0), ("y", 1.0)]);
    let kinds = |kind| view.nodes().iter().filter(|node| node.kind() == kind).count();
    assert_eq!((kinds(NodeKind::Input), kinds(NodeKind::Gate), kinds(NodeKind::Constant)), (2, 3, 1));
    assert!(view.nodes().iter().all(|node| (node.kind() == NodeKind::Constant) == node.gradient().is_none()));
}

#[test]
fn several_outputs_flow_in_with_their_seeds() {
    let (graph, roots) = gradus_engine::expr::merge(&[parse("x*y").unwrap(), parse("x + y").unwrap()]);
    let view = GraphView::new(&graph, &[(roots[0], 2.0), (roots[1], 10.0)], &[("x", 3.0), ("y", 4.0)]).unwrap();
    assert_eq!((gradient(&view, "x"), gradient(&view, "y")), (18.0, 16.0));
    assert_eq!(view.to_dot().matches("out").count(), 4);
}

#[test]
fn names_keep_apart() {
    let f = view("g1*f + sin(g1)", &[("g1", 1.0), ("f", 2.0)]);
    let names: Vec<&str> = f.nodes().iter().map(|node| node.name()).collect();
    assert_eq!(names, ["g1", "f", "g2", "g3", "g4"]);
    let mut q = view("(x + y)*z", &[("x", 1.0), ("y", 2.0), ("z", 3.0)]);
    assert!(q.name(&parse("y + x").unwrap(), "q") && !q.name(&parse("x*y").unwrap(), "p"));
    assert!(q.to_string().contains("q*z"), "{q}");
}

#[test]
fn small_and_odd_expressions() {
    assert_eq!(gradient(&view("x", &[("x", 3.0)]), "x"), 1.0);
    for text in ["3", "pi", "1/0", "nan", "if 1 < 2 then 3 else 4", "x*0.1 - inf", "x"] {
        let view = view(text, &[("x", 3.0)]);
        assert!(view.to_svg().ends_with("</svg>\n") && view.to_dot().ends_with("}\n"), "{text}");
        assert!(!view.to_string().is_empty());
    }
    let odd = Expr::var("a<b & \"c\"").sin().view(&[("a<b & \"c\"", 1.0)]).unwrap();
    assert!(odd.to_svg().contains("a&lt;b &amp; &quot;c&quot;"));
    assert!(odd.to_dot().contains("label=\"a<b & \\\"c\\\"\""));
    let error = parse("x*y").unwrap().view(&[("x", 1.0)]).unwrap_err();
    assert_eq!(error, BindError::Unbound { names: vec!["y".to_owned()] });
}
