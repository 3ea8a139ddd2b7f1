//! The tables and pictures of the lecture's first two graphs. `UPDATE_GOLDEN=1` writes the files anew; look at the pictures.

use std::path::Path;

use gradus_engine::{GraphView, parse};

fn views() -> [(&'static str, GraphView); 2] {
    let (x, y, z) = (("x", -2.0), ("y", 5.0), ("z", -4.0));
    let mut chain = parse("q = x + y; q*z").unwrap().view(&[x, y, z]).unwrap();
    assert!(chain.name(&parse("x + y").unwrap(), "q"));
    let at = [("w0", 2.0), ("w1", -3.0), ("w2", -3.0), ("x0", -1.0), ("x1", -2.0)];
    let neuron = parse("1/(1 + exp(-(w0*x0 + w1*x1 + w2)))").unwrap().view(&at).unwrap();
    [("chain", chain), ("neuron", neuron)]
}

#[test]
fn tables_and_pictures_are_as_they_were() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/view");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut differing = Vec::new();
    for (name, view) in views() {
        for (kind, text) in [("txt", view.to_string()), ("svg", view.to_svg()), ("dot", view.to_dot())] {
            let path = directory.join(format!("{name}.{kind}"));
            if update {
                std::fs::write(&path, &text).unwrap();
            }
            if std::fs::read_to_string(&path).unwrap_or_default() != text {
                differing.push(format!("{}\n{text}", path.display()));
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
