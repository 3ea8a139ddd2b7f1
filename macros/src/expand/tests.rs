//! What is generated, as text: `tests/golden/expand/*.rs` each hold a function and, below a line of dashes, what stands beside it.
//!
//! With `UPDATE_GOLDEN=1` in the environment the files are written anew.

use std::path::PathBuf;

use super::*;
use crate::fallback::stubs;

/// The headers of what is generated for a function, one a line.
fn headers(attribute: TokenStream, item: TokenStream) -> String {
    let mut errors = Errors::default();
    let options = attr::options(attribute, &mut errors);
    let function: ItemFn = syn::parse2(item).unwrap();
    let mut signature = read::signature(&function.sig, &options.constant, &mut errors);
    read::select(&mut signature, options.wrt.as_deref(), &mut errors);
    assert_eq!(errors.to_compile_errors().to_string(), "");
    let interface = Interface::new(&function, &signature, &options, Place::Unknown, None);
    let text = print::formatted(&stubs(&interface));
    let ours =
        |line: &&str| !["///", "#[allow(", "    ::core::unimpl", "}"].iter().any(|start| line.starts_with(start));
    text.lines().filter(ours).map(|line| format!("{line}\n")).collect()
}

#[track_caller]
fn check(attribute: TokenStream, item: TokenStream, wanted: &str) {
    let got = headers(attribute, item);
    let lines =
        |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(").replace(", )", ")");
    assert_eq!(lines(&got), lines(wanted), "\n{got}");
}

#[test]
fn gradients_mirror_parameters() {
    check(
        quote!(),
        quote!(
            pub fn f(w: &[f64], a: [f64; 3], n: usize, mut b: f64, p: (f64, [f64; 2])) -> f64 {
                b
            }
        ),
        "pub fn f_grad(w: &[f64], a: [f64; 3], n: usize, b: f64, p: (f64, [f64; 2]))
            -> (f64, (Vec<f64>, [f64; 3], f64, (f64, [f64; 2]))) {
        #[track_caller]
        pub fn f_grad_into(w: &[f64], a: [f64; 3], n: usize, b: f64, p: (f64, [f64; 2]),
            d_w: &mut [f64], d_a: &mut [f64; 3], d_b: &mut f64, d_p: &mut (f64, [f64; 2])) -> f64 {
        #[track_caller]
        pub fn f_vjp(w: &[f64], a: [f64; 3], n: usize, b: f64, p: (f64, [f64; 2]), seed: f64,
            d_w: ::core::option::Option<&mut [f64]>, d_a: ::core::option::Option<&mut [f64; 3]>,
            d_n: ::core::option::Option<::core::convert::Infallible>, d_b: ::core::option::Option<&mut f64>,
            d_p: ::core::option::Option<&mut (f64, [f64; 2])>) -> f64 {",
    );
}

#[test]
fn methods_generics_and_attributes_are_carried_over() {
    check(
        quote!(wrt(x), name = df),
        quote!(
            #[must_use]
            #[doc(hidden)]
            #[expect(clippy::all)]
            #[test]
            fn f<'a, T: Copy, const N: usize>(&'a self, x: [f64; N], y: &Vec<f64>, s: &'a str) -> f64
            where
                T: Clone,
            {
                0.0
            }
        ),
        "#[must_use]
        #[doc(hidden)]
        fn df<'a, T: Copy, const N: usize>(&'a self, x: [f64; N], y: &Vec<f64>, s: &'a str) -> (f64, [f64; N]) where T: Clone, {
        #[must_use]
        #[doc(hidden)]
        fn df_into<'a, T: Copy, const N: usize>(&'a self, x: [f64; N], y: &Vec<f64>, s: &'a str,
            d_x: &mut [f64; N]) -> f64 where T: Clone, {
        #[must_use]
        #[doc(hidden)]
        #[track_caller]
        fn f_vjp<'a, T: Copy, const N: usize>(&'a self, x: [f64; N], y: &Vec<f64>, s: &'a str, seed: f64,
            d_self: ::core::option::Option<::core::convert::Infallible>,
            d_x: ::core::option::Option<&mut [f64; N]>, d_y: ::core::option::Option<&mut [f64]>,
            d_s: ::core::option::Option<::core::convert::Infallible>) -> f64 where T: Clone, {",
    );
}

#[test]
fn what_returns_no_number_has_a_pullback_only() {
    check(
        quote!(),
        quote!(fn f(x: &[f32], y: &mut [f32]) {}),
        "#[track_caller]
        fn f_vjp(x: &[f32], y: &mut [f32], d_x: ::core::option::Option<&mut [f32]>, d_y: ::core::option::Option<&mut [f32]>) {",
    );
    check(
        quote!(),
        quote!(
            fn f(x: f64) -> (f64, [[f64; 2]; 2], Vec<f64>) {}
        ),
        "#[track_caller]
        fn f_vjp(x: f64, seed: (f64, &[[f64; 2]; 2], &[f64]), d_x: ::core::option::Option<&mut f64>)
            -> (f64, [[f64; 2]; 2], Vec<f64>) {",
    );
}

#[test]
fn names_do_not_meet() {
    check(
        quote!(),
        quote!(fn f(r#type: f64, d_x: f64, seed: f64, x: f64, (a, b): (f64, f64)) -> f64 {}),
        "fn f_grad(r#type: f64, d_x: f64, seed: f64, x: f64, p4: (f64, f64)) -> (f64, (f64, f64, f64, f64, (f64, f64))) {
        fn f_grad_into(r#type: f64, d_x: f64, seed: f64, x: f64, p4: (f64, f64), d_type: &mut f64, d_d_x: &mut f64,
            d_seed: &mut f64, d_x_2: &mut f64, d_p4: &mut (f64, f64)) -> f64 {
        fn f_vjp(r#type: f64, d_x: f64, seed: f64, x: f64, p4: (f64, f64), seed_2: f64,
            d_type: ::core::option::Option<&mut f64>, d_d_x: ::core::option::Option<&mut f64>,
            d_seed: ::core::option::Option<&mut f64>, d_x_2: ::core::option::Option<&mut f64>,
            d_p4: ::core::option::Option<&mut (f64, f64)>) -> f64 {",
    );
}

#[test]
fn without_allocation_there_is_no_gradient_of_a_slice() {
    check(
        quote!(no_alloc, wrt(x)),
        quote!(fn f(x: &[f64], y: f64) -> f64 {}),
        "#[track_caller]
        fn f_grad_into(x: &[f64], y: f64, d_x: &mut [f64]) -> f64 {
        #[track_caller]
        fn f_vjp(x: &[f64], y: f64, seed: f64, d_x: ::core::option::Option<&mut [f64]>, d_y: ::core::option::Option<&mut f64>) -> f64 {",
    );
}

#[test]
fn a_rule_is_called_for_all() {
    let item = quote!(
        fn h(&self, x: &[f64], n: usize, y: f64) -> f64 {
            0.0
        }
    );
    let text = expand(quote!(rule = Self::h_by_hand, wrt(x)), item).to_string();
    let wanted = [
        quote!({
            let mut d_x: Vec<f64> = vec![0.0; x.len()];
            let value = Self::h_by_hand(
                self,
                x,
                n,
                y,
                1.0,
                ::core::option::Option::None,
                ::core::option::Option::Some(&mut d_x),
                ::core::option::Option::None,
                ::core::option::Option::None,
            );
            (value, d_x)
        }),
        quote!({
            d_x.fill(0.0);
            Self::h_by_hand(
                self,
                x,
                n,
                y,
                1.0,
                ::core::option::Option::None,
                ::core::option::Option::Some(d_x),
                ::core::option::Option::None,
                ::core::option::Option::None,
            )
        }),
        quote!({ Self::h_by_hand(self, x, n, y, seed, ::core::option::Option::None, d_x, d_n, d_y) }),
    ];
    for wanted in wanted {
        assert!(text.contains(&wanted.to_string().replace(" ,)", ")")), "{text}");
    }
}

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
        let all =
            matches!(path.file_stem().and_then(|stem| stem.to_str()), Some("chain" | "method" | "loops" | "calls"));
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
    let item = quote! { fn f(x: f64, n: usize) -> f64 { let a = dbg!(x); unsafe { a } * n as f64 } };
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
