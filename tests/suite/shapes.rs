//! Requests of the right shape with wild contents, made from the page's types: what the types allow is what a page could send.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// Numbers that look like chance and are the same in every run from the same seed.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    pub(crate) fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// A type of the page.
#[derive(Clone, Debug)]
enum Shape {
    Null,
    Bool,
    Number,
    Text,
    Word(String),
    List(Box<Shape>),
    /// So many values in their order.
    Each(Vec<Shape>),
    /// The fields, and whether each may be left out.
    Object(Vec<(String, bool, Shape)>),
    Texts(Box<Shape>),
    OneOf(Vec<Shape>),
    Named(String),
}

/// The declared types, and the requests of the commands.
pub(crate) struct Shapes {
    types: BTreeMap<String, Shape>,
    requests: Vec<(String, Shape)>,
}

impl Shapes {
    /// Those of the command table.
    pub(crate) fn of_the_table() -> Self {
        let text = without_comments(&desk::typescript());
        let mut types = BTreeMap::new();
        let mut rest = text.split("export type ");
        rest.next();
        for declaration in rest {
            let declaration = declaration.split("export ").next().unwrap();
            let (name, body) = declaration.split_once(" = ").unwrap();
            types.insert(name.to_owned(), Reader::new(body).shape());
        }
        let requests = desk::describe().into_iter().map(|command| {
            let request = Reader::new(&without_comments(&command.request)).shape();
            (command.name.to_owned(), request)
        });
        Self { types, requests: requests.collect() }
    }

    /// The commands with a request for each.
    pub(crate) fn requests(&self, chance: &mut Chance, stock: &Stock) -> Vec<(String, Value)> {
        self.requests.iter().map(|(name, shape)| (name.clone(), self.value(shape, "", chance, stock))).collect()
    }

    fn value(&self, shape: &Shape, field: &str, chance: &mut Chance, stock: &Stock) -> Value {
        if chance.below(60) == 0 {
            return chance.one(&[json!(null), json!([]), json!({}), json!("x"), json!(-1), json!([[{}]])]).clone();
        }
        match shape {
            Shape::Null => Value::Null,
            Shape::Bool => json!(chance.below(2) == 0),
            Shape::Number => chance.one(&stock.numbers).clone(),
            Shape::Text => json!(stock.text(field, chance)),
            Shape::Word(word) => json!(word),
            Shape::List(of) => {
                let n = *chance.one(&[0, 1, 1, 1, 2, 3]);
                (0..n).map(|_| self.value(of, field, chance, stock)).collect()
            }
            Shape::Each(each) => each.iter().map(|of| self.value(of, field, chance, stock)).collect(),
            Shape::Object(fields) => {
                let mut map = Map::new();
                for (name, optional, shape) in fields {
                    // What the page always sends may be missing, too.
                    if chance.below(if *optional { 2 } else { 25 }) > 0 {
                        map.insert(name.clone(), self.value(shape, name, chance, stock));
                    }
                }
                Value::Object(map)
            }
            Shape::Texts(of) => {
                let n = chance.below(3);
                let entries = (0..n).map(|_| {
                    let value = self.value(of, field, chance, stock);
                    (stock.text(field, chance), value)
                });
                Value::Object(entries.collect())
            }
            Shape::OneOf(shapes) => {
                let shape = chance.one(shapes);
                self.value(shape, field, chance, stock)
            }
            Shape::Named(name) => match stock.ids.get(name).filter(|ids| !ids.is_empty()) {
                Some(ids) => json!(chance.one(ids)),
                None => match self.types.get(name) {
                    Some(shape) => self.value(shape, field, chance, stock),
                    None => Value::Null,
                },
            },
        }
    }
}

/// What requests are made of.
pub(crate) struct Stock {
    /// Known ids and kinds by the name of their type.
    pub(crate) ids: BTreeMap<String, Vec<String>>,
    /// For fields that hold a day.
    pub(crate) days: Vec<String>,
    /// For fields of these names.
    pub(crate) named: BTreeMap<&'static str, Vec<String>>,
    /// For all others.
    pub(crate) texts: Vec<String>,
    pub(crate) numbers: Vec<Value>,
}

impl Stock {
    fn text(&self, field: &str, chance: &mut Chance) -> String {
        if let Some(texts) = self.named.get(field) {
            return chance.one(texts).clone();
        }
        let days = ["day", "from", "to", "due", "until", "birth", "work_since", "party_since", "at"];
        if days.contains(&field) && chance.below(12) > 0 {
            return chance.one(&self.days).clone();
        }
        if ["record", "id", "contact", "object"].contains(&field) && chance.below(12) > 0 {
            let all: Vec<&String> = self.ids.values().flatten().collect();
            return (*chance.one(&all)).clone();
        }
        chance.one(&self.texts).clone()
    }
}

fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some((before, after)) = rest.split_once("/**") {
        kept.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    kept + rest
}

/// Reads a type as it is written in TypeScript.
struct Reader {
    tokens: Vec<String>,
    at: usize,
}

impl Reader {
    fn new(text: &str) -> Self {
        let mut tokens: Vec<String> = Vec::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            if c == '"' {
                let word: String = chars.by_ref().take_while(|c| *c != '"').collect();
                tokens.push(format!("\"{word}"));
            } else if c.is_alphanumeric() || c == '_' {
                let mut word = c.to_string();
                while let Some(c) = chars.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    word.push(c);
                }
                tokens.push(word);
            } else if !c.is_whitespace() {
                tokens.push(c.to_string());
            }
        }
        Self { tokens, at: 0 }
    }

    fn next(&mut self) -> String {
        self.at += 1;
        self.tokens.get(self.at - 1).cloned().unwrap_or_default()
    }

    fn take(&mut self, token: &str) -> bool {
        let is = self.tokens.get(self.at).is_some_and(|next| next == token);
        self.at += usize::from(is);
        is
    }

    fn shape(&mut self) -> Shape {
        self.take("|");
        let mut shapes = vec![self.single()];
        while self.take("|") {
            shapes.push(self.single());
        }
        if shapes.len() == 1 { shapes.remove(0) } else { Shape::OneOf(shapes) }
    }

    fn single(&mut self) -> Shape {
        let token = self.next();
        match token.as_str() {
            "null" => Shape::Null,
            "boolean" => Shape::Bool,
            "number" => Shape::Number,
            "string" => Shape::Text,
            "{" => self.object(),
            "Array" => {
                assert!(self.take("<"));
                let of = self.shape();
                assert!(self.take(">"));
                Shape::List(Box::new(of))
            }
            "[" => {
                let mut each = vec![self.shape()];
                while self.take(",") {
                    each.push(self.shape());
                }
                assert!(self.take("]"));
                Shape::Each(each)
            }
            "Record" => {
                while self.next() != ">" {}
                Shape::Object(Vec::new())
            }
            word if word.starts_with('"') => Shape::Word(word[1..].to_owned()),
            name => {
                assert!(name.chars().all(char::is_alphanumeric) && !name.is_empty(), "an unknown form of type: {name}");
                Shape::Named(name.to_owned())
            }
        }
    }

    fn object(&mut self) -> Shape {
        if self.take("[") {
            while self.next() != "]" {}
            self.take("?");
            assert!(self.take(":"));
            let of = self.shape();
            self.take(",");
            assert!(self.take("}"));
            return Shape::Texts(Box::new(of));
        }
        let mut fields = Vec::new();
        while !self.take("}") {
            let name = self.next().trim_start_matches('"').to_owned();
            let optional = self.take("?");
            assert!(self.take(":"), "a field after {name}");
            let shape = self.shape();
            self.take(",");
            fields.push((name, optional, shape));
        }
        Shape::Object(fields)
    }
}
