//! What is read is well formed.

use std::path::{Path, PathBuf};

use syn::Item;

use super::*;
use crate::attr;

/// The marked functions of a file, with what stands in the attribute.
fn marked(items: Vec<Item>) -> Vec<(ItemFn, TokenStream)> {
    let mut found = Vec::new();
    for item in items {
        match item {
            Item::Fn(item) => {
                let attribute = item.attrs.iter().find(|attribute| attribute.path().is_ident("grad"));
                if let Some(attribute) = attribute {
                    let options = attribute.meta.require_list().map(|list| list.tokens.clone()).unwrap_or_default();
                    found.push((item, options));
                }
            }
            Item::Mod(syn::ItemMod { content: Some((_, items)), .. }) => found.extend(marked(items)),
            _ => {}
        }
    }
    found
}

fn checked(item: &mut ItemFn, attribute: TokenStream) -> Result<(), String> {
    let mut errors = Errors::default();
    let options = attr::options(attribute, &mut errors);
    let signature = signature(&item.sig, &options.constant, &options.fields(), &mut errors);
    let Some(body) = body(item, &signature, &Beside::default(), &mut errors) else {
        return Err(errors.messages().join("; "));
    };
    body.procedure.check_forward().map_err(|error| error.to_string())
}

#[test]
fn the_functions_of_the_corpus_are_well_formed() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/structured/functions");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut read = 0;
    let mut wrong = Vec::new();
    for path in paths {
        let file = syn::parse_file(&std::fs::read_to_string(&path).unwrap()).unwrap();
        for (mut item, attribute) in marked(file.items) {
            read += 1;
            if let Err(message) = checked(&mut item, attribute) {
                wrong.push(format!("{}: {message}", item.sig.ident));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(read >= 60, "only {read} functions are marked");
}
