//! The same bytes from every process.

use std::process::Command;

use gradus_engine::simplify::{Goal, simplify};

use super::judge::gradient;
use super::{corpus, gradients};

/// Not a test of its own: what the test below compares. It says the same in debug and release.
#[test]
#[ignore = "run by `two_processes_write_the_same`"]
fn written() {
    let corpus = corpus::cases().into_iter().map(|case| case.text);
    let twelve = gradients::gradients().into_iter().map(|case| case.text).filter(|text| text.len() < 2_000);
    for text in corpus.chain(twelve) {
        for goal in [Goal::Code, Goal::Reading] {
            let after = simplify(&gradient(&text), goal);
            println!("{:?} {:?}\n{:?}", after.pinned, after.roots, after.graph);
        }
    }
}

#[test]
fn two_processes_write_the_same() {
    let run = || {
        let mut command = Command::new(std::env::current_exe().expect("a test runs from a file"));
        let output =
            command.args(["--exact", "same::written", "--ignored", "--nocapture"]).output().expect("it starts");
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).expect("text");
        // The last lines tell the time.
        text.lines().filter(|line| !line.contains("finished in")).collect::<Vec<_>>().join("\n")
    };
    let first = run();
    assert!(first.len() > 10_000);
    assert!(first == run(), "two processes differ");
}
