//! Functions as text, and what is read of them.

use gradus_engine::program::display::Dump;

use super::*;

/// The procedure of a function, or the errors.
fn read(source: &str) -> String {
    let item: ItemFn = syn::parse_str(source).expect("a function");
    let mut errors = Errors::default();
    let signature = signature(&item.sig, &[], &mut errors);
    match body(&item, &signature, &mut errors) {
        Some(body) => {
            let text = |key: u32| text::text(&body.expressions[key as usize]).replace("__", "").replace(" . ", ".");
            Dump { procedure: &body.procedure, text: &text }.to_string()
        }
        None => errors.messages().join("\n"),
    }
}

#[test]
fn look() {
    let Ok(path) = std::env::var("LOOK") else { return };
    let source = std::fs::read_to_string(path).unwrap();
    let file: syn::File = syn::parse_str(&source).unwrap();
    for item in file.items {
        if let syn::Item::Fn(item) = item {
            println!("{}\n{}", item.sig.to_token_stream(), read(&item.to_token_stream().to_string()));
        }
    }
}
