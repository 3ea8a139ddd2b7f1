//! Operator precedence with explicit stacks: `frames` hold what is unfinished, `operands` what is finished.

use super::build::{Builder, Callee, Operand, Scope};
use super::error::ParseError;
use super::level::Level;
use super::lexer::{Lexeme, Lexer, Token};
use crate::function::{Function, Kind};
use crate::graph::{Graph, Id};

/// Something begun, waiting for its last operand or its closing token.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// `-x`, `not p`; `!p` binds like a sign.
    Prefix(Function, Level),
    /// `+x`
    Plus,
    Infix(Function),
    Power,
    Paren,
    /// A call and the number of operands below its arguments.
    Call(Callee, usize),
    /// `if` until its `then`
    If,
    /// `then` until its `else`
    Then,
    Else,
}

impl Step {
    /// How tightly an operator holds its last operand; `None` for what must be closed.
    fn level(self) -> Option<Level> {
        match self {
            Step::Prefix(_, level) => Some(level),
            Step::Plus => Some(Level::Sign),
            Step::Infix(function) => Some(Level::of(function)),
            Step::Power => Some(Level::Power),
            Step::Else => Some(Level::Select),
            Step::Paren | Step::Call(..) | Step::If | Step::Then => None,
        }
    }
}

pub(super) struct Frame {
    pub(super) step: Step,
    /// Where the operand that it becomes starts.
    start: usize,
    /// The token that opened it.
    pub(super) opener: Lexeme,
}

pub(super) struct Parser<'t, 'g> {
    lexer: Lexer<'t>,
    pub(super) next: Lexeme,
    pub(super) previous: Lexeme,
    pub(super) builder: Builder<'t, 'g>,
    pub(super) frames: Vec<Frame>,
    operands: Vec<Operand>,
    /// The number of frames that must be closed.
    unclosed: usize,
}

impl<'t, 'g> Parser<'t, 'g> {
    pub(super) fn new(text: &'t str, graph: &'g mut Graph, scope: Scope<'t>) -> Self {
        let nothing = Lexeme { token: Token::End, start: 0, end: 0, new_line: false };
        Parser {
            lexer: Lexer::new(text),
            next: nothing,
            previous: nothing,
            builder: Builder { text, graph, scope, defining: None },
            frames: Vec::new(),
            operands: Vec::new(),
            unclosed: 0,
        }
    }

    pub(super) fn error(&self, at: Lexeme, message: impl Into<String>) -> ParseError {
        ParseError::new(self.builder.text, at.start..at.end, message)
    }

    fn advance(&mut self) -> Result<Lexeme, ParseError> {
        self.previous = self.next;
        self.next = self.lexer.next()?;
        Ok(self.previous)
    }

    /// Definitions and the expression of the given kind that ends the text.
    pub(super) fn text(mut self, kind: Option<Kind>) -> Result<Id, ParseError> {
        self.advance()?;
        let mut result: Option<Operand> = None;
        loop {
            while self.next.token == Token::Semicolon {
                self.advance()?;
            }
            if let (Some(value), false) = (result, self.next.token == Token::End) {
                return Err(self.no_effect(value));
            }
            if self.next.token == Token::End {
                break;
            }
            let name = self.next;
            if name.token == Token::Name && self.lexer.clone().next().is_ok_and(|lexeme| lexeme.token == Token::Assign)
            {
                self.advance()?;
                self.advance()?;
                self.builder.defining = Some(&self.builder.text[name.start..name.end]);
                let value = self.expression()?;
                self.builder.define(name.start, name.end, value.id)?;
                self.builder.defining = None;
            } else {
                result = Some(self.expression()?);
            }
        }
        let result = result.ok_or_else(|| self.nothing())?;
        match kind {
            Some(kind) if self.builder.graph.kind(result.id) != kind => {
                Err(self.builder.wanted(result, kind, "the result must be"))
            }
            _ => Ok(result.id),
        }
    }

    /// One expression, up to the token that ends it.
    fn expression(&mut self) -> Result<Operand, ParseError> {
        loop {
            self.operand()?;
            if let Some(value) = self.operator()? {
                return Ok(value);
            }
        }
    }

    /// Reads prefixes and openers up to the first number, name or call without arguments.
    fn operand(&mut self) -> Result<(), ParseError> {
        loop {
            let lexeme = self.advance()?;
            let Lexeme { token, start, end, .. } = lexeme;
            match token {
                Token::Number => {
                    let id = self.builder.number(start, end)?;
                    self.operands.push(Operand { id, start, end });
                    return Ok(());
                }
                Token::Name if self.next.token == Token::Open && !self.next.new_line => {
                    let callee = self.builder.callee(start, end)?;
                    let open = self.advance()?;
                    let step = Step::Call(callee, self.operands.len());
                    self.frames.push(Frame { step, start, opener: open });
                    self.unclosed += 1;
                    if self.next.token == Token::Close {
                        self.advance()?;
                        return self.close();
                    }
                }
                Token::Name => {
                    let id = self.builder.name(start, end)?;
                    self.operands.push(Operand { id, start, end });
                    return Ok(());
                }
                Token::Operator(Function::Sub) => self.open(Step::Prefix(Function::Neg, Level::Sign), lexeme),
                Token::Operator(Function::Add) => self.open(Step::Plus, lexeme),
                Token::Not => self.open(Step::Prefix(Function::Not, Level::Not), lexeme),
                Token::Bang => self.open(Step::Prefix(Function::Not, Level::Sign), lexeme),
                Token::Open => self.open(Step::Paren, lexeme),
                Token::If => self.open(Step::If, lexeme),
                _ => return Err(self.no_operand(lexeme)),
            }
        }
    }

    fn open(&mut self, step: Step, opener: Lexeme) {
        self.unclosed += usize::from(step.level().is_none());
        self.frames.push(Frame { step, start: opener.start, opener });
    }

    /// Reads closers up to the next infix operator or separator; gives the value when the expression ends.
    fn operator(&mut self) -> Result<Option<Operand>, ParseError> {
        loop {
            let lexeme = self.next;
            match lexeme.token {
                Token::Operator(function) => {
                    self.infix(function, lexeme)?;
                    self.advance()?;
                    return Ok(None);
                }
                Token::Power => {
                    let start = self.operands.last().map_or(0, |base| base.start);
                    self.frames.push(Frame { step: Step::Power, start, opener: lexeme });
                    self.advance()?;
                    return Ok(None);
                }
                Token::Close => {
                    self.reduce(Level::Select)?;
                    self.advance()?;
                    self.close()?;
                }
                Token::Comma | Token::Then | Token::Else => {
                    self.reduce(Level::Select)?;
                    let step = self.frames.last().map(|frame| frame.step);
                    let follower = match (lexeme.token, step) {
                        (Token::Comma, Some(Step::Call(..))) => None,
                        (Token::Then, Some(Step::If)) => Some(Step::Then),
                        (Token::Else, Some(Step::Then)) => Some(Step::Else),
                        _ => return Err(self.misplaced(lexeme)),
                    };
                    if let (Some(step), Some(frame)) = (follower, self.frames.last_mut()) {
                        self.unclosed -= usize::from(matches!(step, Step::Else));
                        (frame.step, frame.opener) = (step, lexeme);
                    }
                    self.advance()?;
                    return Ok(None);
                }
                Token::Semicolon | Token::End => return self.finish().map(Some),
                Token::Number | Token::Name | Token::Open | Token::If | Token::Not | Token::Bang
                    if lexeme.new_line && self.unclosed == 0 && self.builder.defining.is_some() =>
                {
                    return self.finish().map(Some);
                }
                Token::Assign => return Err(self.misplaced(lexeme)),
                _ => return Err(self.no_operator(lexeme)),
            }
        }
    }

    /// Takes the operands that bind tighter than the operator, or equally tight from the left.
    fn infix(&mut self, function: Function, lexeme: Lexeme) -> Result<(), ParseError> {
        let level = Level::of(function);
        if level == Level::Comparison {
            self.reduce(Level::Sum)?;
            if let Some(Frame { step: Step::Infix(first), .. }) = self.frames.last()
                && Level::of(*first) == Level::Comparison
            {
                return Err(self.chained(*first, function, lexeme));
            }
        }
        self.reduce(level)?;
        let start = self.operands.last().map_or(0, |left| left.start);
        self.frames.push(Frame { step: Step::Infix(function), start, opener: lexeme });
        Ok(())
    }

    /// Finishes the operators at the top that bind at least as tightly as `level`.
    fn reduce(&mut self, level: Level) -> Result<(), ParseError> {
        while let Some(frame) = self.frames.pop_if(|frame| frame.step.level().is_some_and(|own| own >= level)) {
            let count = match frame.step {
                Step::Prefix(..) | Step::Plus => 1,
                Step::Else => 3,
                _ => 2,
            };
            let first = self.operands.len() - count;
            let args = &self.operands[first..];
            let end = args[count - 1].end;
            let id = match (frame.step, args) {
                (Step::Prefix(function, _) | Step::Infix(function), args) => self.builder.apply(function, args)?,
                (Step::Power, [base, exponent]) => self.builder.power(*base, *exponent)?,
                (Step::Else, args) => self.builder.apply(Function::Select, args)?,
                (_, [x, ..]) if self.builder.graph.kind(x.id) != Kind::Real => {
                    return Err(self.builder.wanted(*x, Kind::Real, "`+` takes"));
                }
                _ => args[0].id,
            };
            self.operands.truncate(first);
            self.operands.push(Operand { id, start: frame.start, end });
        }
        Ok(())
    }

    /// Finishes the parenthesis or call that the token just read closes.
    fn close(&mut self) -> Result<(), ParseError> {
        let end = self.previous.end;
        match self.frames.pop() {
            Some(Frame { step: Step::Paren, start, .. }) => {
                if let Some(inner) = self.operands.last_mut() {
                    (inner.start, inner.end) = (start, end);
                }
            }
            Some(Frame { step: Step::Call(callee, first), start, .. }) => {
                let id = self.builder.call(callee, &self.operands[first..], start, end)?;
                self.operands.truncate(first);
                self.operands.push(Operand { id, start, end });
            }
            Some(frame) => {
                self.frames.push(frame);
                return Err(self.unfinished(self.previous));
            }
            None => return Err(self.error(self.previous, "this `)` closes nothing")),
        }
        self.unclosed -= 1;
        Ok(())
    }

    /// The value of the expression, when nothing is left open.
    fn finish(&mut self) -> Result<Operand, ParseError> {
        self.reduce(Level::Select)?;
        match self.operands.pop() {
            Some(value) if self.frames.is_empty() => Ok(value),
            _ => Err(self.unfinished(self.next)),
        }
    }

    /// The text of the last two operands.
    pub(super) fn last_two(&self) -> Option<(&'t str, &'t str)> {
        let [.., a, b] = &self.operands[..] else { return None };
        let text = self.builder.text;
        Some((&text[a.start..a.end], &text[b.start..b.end]))
    }
}
