//! Finds members in an expression that no object has, mostly misspelt ones.

use std::collections::BTreeSet;

use jmespath::ast::Ast;
use jmespath::{Context, Rcvar, interpret};

use super::columns::near_name;
use crate::words::quoted;

/// A member that no value has at its place in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Which member, and what it was asked of.
    pub message: String,
    /// The member or expression that was meant, perhaps.
    pub hint: Option<String>,
    /// Whether rows were asked for it, whose members are always the same.
    pub is_of_rows: bool,
}

/// Finds the members in an expression that none of the values has that they are asked of.
pub(super) fn missing<'t>(context: Context<'t>, ast: &Ast, document: &'t Rcvar) -> Vec<Missing> {
    let mut search = Search {
        context,
        rows: document,
        found: Vec::new(),
    };
    search.visit(ast, &[Rcvar::clone(document)]);
    search.found
}

struct Search<'t> {
    context: Context<'t>,
    /// The list of all rows.
    rows: &'t Rcvar,
    found: Vec<Missing>,
}

impl Search<'_> {
    /// Visits an expression with all values that it is applied to.
    fn visit(&mut self, ast: &Ast, inputs: &[Rcvar]) {
        match ast {
            Ast::Field { name, .. } => self.look(name, inputs),
            Ast::Subexpr { lhs, rhs, .. } => {
                self.visit(lhs, inputs);
                let values = self.values(lhs, inputs);
                self.visit(rhs, &values);
            }
            Ast::Projection { lhs, rhs, .. } => {
                self.visit(lhs, inputs);
                let elements = elements(&self.values(lhs, inputs));
                self.visit(rhs, &elements);
            }
            Ast::Function { args, .. } => {
                let list = args.iter().find(|arg| !matches!(arg, Ast::Expref { .. }));
                for arg in args {
                    // `sort_by` and the like apply it to each element of their list.
                    if let (Ast::Expref { ast, .. }, Some(list)) = (arg, list) {
                        let elements = elements(&self.values(list, inputs));
                        self.visit(ast, &elements);
                    } else {
                        self.visit(arg, inputs);
                    }
                }
            }
            other => {
                for part in parts(other) {
                    self.visit(part, inputs);
                }
            }
        }
    }

    fn is_row(&self, value: &Rcvar) -> bool {
        let rows = self.rows.as_array().into_iter().flatten();
        rows.into_iter().any(|row| Rcvar::ptr_eq(row, value))
    }

    /// The values that an expression gives.
    fn values(&mut self, ast: &Ast, inputs: &[Rcvar]) -> Vec<Rcvar> {
        let values = inputs.iter();
        values
            .filter_map(|input| interpret(input, ast, &mut self.context).ok())
            .collect()
    }

    /// The hint for a member of the whole result, as in `images[].id`.
    fn of_list(&self, inputs: &[Rcvar]) -> Option<String> {
        let is_whole = inputs.iter().any(|input| Rcvar::ptr_eq(input, self.rows));
        is_whole.then(|| "the whole result is a list: begin with `[]`, as in `[].id`".to_owned())
    }

    fn look(&mut self, name: &str, inputs: &[Rcvar]) {
        let objects = || inputs.iter().filter_map(|input| input.as_object());
        if objects().any(|object| object.contains_key(name)) {
            return;
        }
        let (message, hint) = if objects().next().is_some() {
            let hint = near(name, inputs).map(|near| format!("did you mean `{near}`?"));
            (format!("no object has a member {}", quoted(name)), hint)
        } else if inputs.iter().any(|input| input.is_array()) {
            let near = near(name, &elements(inputs));
            let hint = match near {
                Some(near) => Some(format!("did you mean `[].{near}`, for each element?")),
                None => self.of_list(inputs),
            };
            (format!("a list has no member {}", quoted(name)), hint)
        } else if inputs.iter().any(|input| !input.is_null()) {
            let message = format!("a string, number or boolean has no member {}", quoted(name));
            (message, None)
        } else {
            return;
        };
        let missing = Missing {
            message,
            hint,
            is_of_rows: objects().next().is_some() && inputs.iter().any(|input| self.is_row(input)),
        };
        if !self.found.contains(&missing) {
            self.found.push(missing);
        }
    }
}

/// The expressions that an expression is made of.
pub(super) fn parts(ast: &Ast) -> Vec<&Ast> {
    match ast {
        Ast::Comparison { lhs, rhs, .. }
        | Ast::Projection { lhs, rhs, .. }
        | Ast::And { lhs, rhs, .. }
        | Ast::Or { lhs, rhs, .. }
        | Ast::Subexpr { lhs, rhs, .. } => vec![lhs, rhs],
        Ast::Condition {
            predicate, then, ..
        } => vec![predicate, then],
        Ast::Expref { ast, .. } => vec![ast],
        Ast::Flatten { node, .. } | Ast::Not { node, .. } | Ast::ObjectValues { node, .. } => {
            vec![node]
        }
        Ast::Function { args, .. } => args.iter().collect(),
        Ast::MultiList { elements, .. } => elements.iter().collect(),
        Ast::MultiHash { elements, .. } => elements.iter().map(|part| &part.value).collect(),
        Ast::Identity { .. }
        | Ast::Field { .. }
        | Ast::Index { .. }
        | Ast::Literal { .. }
        | Ast::Slice { .. } => Vec::new(),
    }
}

/// The elements of all lists among these values.
fn elements(values: &[Rcvar]) -> Vec<Rcvar> {
    let lists = values.iter().filter_map(|value| value.as_array());
    lists.flatten().cloned().collect()
}

/// The member of objects with the most similar name.
fn near(name: &str, values: &[Rcvar]) -> Option<String> {
    let objects = values.iter().filter_map(|value| value.as_object());
    let names: BTreeSet<&str> = objects
        .flat_map(|object| object.keys().map(String::as_str))
        .collect();
    near_name(name, names).map(str::to_owned)
}
