//! What is generated, as text: `tests/golden/expand/*.rs` each hold a function and, below a line of dashes, what stands beside it.
//!
//! With `UPDATE_GOLDEN=1` in the environment the files are written anew.

use std::path::PathBuf;

use super::*;

/// All that is generated, or only the first function where the others are much like it.
fn formatted(attribute: TokenStream, item: TokenStream, all: bool) -> String {
    let expanded = expand(attribute, item);
    let mut file: syn::File = syn::parse2(expanded).expect("an expansion is a list of items");
    file.items.remove(0);
    file.items.truncate(if all { 3 } else { 1 });
    prettyplease::unparse(&file)
}

/// Compares the expansion of each function with its golden, which has the simplification by the e-graph.
#[test]
#[cfg_attr(not(feature = "egraph"), ignore)]
fn expansions_are_as_reviewed() {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/expand");
    let mut seen = 0;
    let mut stale = Vec::new();
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let (source, _) = text.split_once("// ----").unwrap_or((&text, ""));
        let item: syn::ItemFn = syn::parse_str(source).unwrap();
        let (attribute, item) = take_attribute(item);
        let all = matches!(path.file_stem().and_then(|stem| stem.to_str()), Some("chain" | "method"));
        let want = format!("{}\n\n// ----\n\n{}", source.trim_end(), formatted(attribute, item, all));
        seen += 1;
        if text != want && std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(&path, want).unwrap();
        } else if text != want {
            println!("{} is to be\n{want}", path.display());
            stale.push(path);
        }
    }
    assert!(seen >= 8, "the goldens are gone");
    assert!(stale.is_empty(), "these expansions have changed; review them and set UPDATE_GOLDEN=1: {stale:?}");
}

/// The arguments of `#[grad(..)]` and the function without it.
fn take_attribute(mut item: syn::ItemFn) -> (TokenStream, TokenStream) {
    let at = item.attrs.iter().position(|a| a.path().is_ident("grad")).expect("a golden starts with #[grad]");
    let attribute = match item.attrs.remove(at).meta {
        syn::Meta::List(list) => list.tokens,
        _ => TokenStream::new(),
    };
    (attribute, quote!(#item))
}

#[test]
fn the_users_function_stays_as_it_is() {
    let item = quote! { fn f(x: f64) -> f64 { let y = x; y * y } };
    let expanded = expand(TokenStream::new(), item.clone()).to_string();
    assert!(expanded.contains(&item.to_string()));
}

#[test]
fn an_error_leaves_the_function_and_stubs() {
    let item = quote! { fn f(x: f64, n: usize) -> f64 { while n > 2 {} foo(x)[0] } };
    let expanded = expand(TokenStream::new(), item.clone()).to_string();
    assert!(expanded.contains(&item.to_string()));
    assert_eq!(expanded.matches("compile_error").count(), 2, "{expanded}");
    for name in ["fn f_grad (", "fn f_grad_into (", "fn f_vjp ("] {
        assert!(expanded.contains(name), "{name} in {expanded}");
    }
}

#[test]
fn what_is_no_function_stays_too() {
    let item = quote! { struct S; };
    let expanded = expand(TokenStream::new(), item.clone()).to_string();
    assert!(expanded.ends_with(&item.to_string()));
    assert!(expanded.starts_with(":: core :: compile_error"));
}

#[test]
fn the_same_input_gives_the_same_output() {
    let item = quote! { fn f(x: f64, y: f64) -> f64 { (x * y).sin() / (x * x + y * y).sqrt() + x.powi(3) * y.exp() } };
    let first = expand(TokenStream::new(), item.clone()).to_string();
    for _ in 0..3 {
        assert_eq!(expand(TokenStream::new(), item.clone()).to_string(), first);
    }
}

#[test]
fn long_functions_stay_in_proportion() {
    let sum = |terms: usize| {
        let terms: Vec<String> = (0..terms).map(|i| format!("x * {i}.5 / y")).collect();
        format!("fn f(x: f64, y: f64) -> f64 {{ {} }}", terms.join(" + "))
    };
    // every step uses the last one twice
    let doubling =
        |steps: usize| format!("fn f(x: f64) -> f64 {{ let mut a = x; {} a }}", "a = a * a + 0.1 * a;".repeat(steps));
    let length = |source: String| expand(TokenStream::new(), source.parse().unwrap()).to_string().len();
    assert!(length(sum(3000)) < 30 * length(sum(100)) * 3 / 2);
    assert!(length(doubling(30)) < 2 * length(doubling(15)) * 3 / 2);
}
