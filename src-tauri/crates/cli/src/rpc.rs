//! JSON-RPC 2.0 (jsonrpc.org/specification), one object a line, answered in order.

use std::io::{BufRead, Read, Write};

use kiosk::{Caller, Kiosk, KioskError, api};
use serde_json::{Value, json};

/// The longest line, in bytes, its end not counted.
const MAX_LINE: u64 = 1 << 20;

const PARSE_ERROR: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;
const NO_SUCH_METHOD: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;
/// Something broke; what, is in the data.
const BROKE: i64 = -32000;

/// Answers requests until the end of input, or until nobody reads the answers any more.
pub(crate) fn serve(kiosk: &Kiosk, caller: &Caller, input: &mut impl BufRead, output: &mut impl Write) {
    let mut line = Vec::new();
    loop {
        let answer = match read_line(input, &mut line) {
            Ok(Line::Text) => answer(kiosk, caller, &line),
            Ok(Line::TooLong) => {
                Some(error(&Value::Null, INVALID_REQUEST, "the line is longer than 1 MiB", Value::Null))
            }
            Ok(Line::End) | Err(_) => return,
        };
        let Some(answer) = answer else { continue };
        let mut text = answer.to_string();
        text.push('\n');
        if output.write_all(text.as_bytes()).and_then(|()| output.flush()).is_err() {
            return;
        }
    }
}

enum Line {
    Text,
    TooLong,
    End,
}

/// Reads a line without its end. Of one that is too long, the rest is passed over, never kept.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<Line> {
    line.clear();
    if input.by_ref().take(MAX_LINE + 1).read_until(b'\n', line)? == 0 {
        return Ok(Line::End);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(Line::Text);
    }
    if line.len() as u64 <= MAX_LINE {
        return Ok(Line::Text);
    }
    line.clear();
    loop {
        let rest = input.fill_buf()?;
        let (taken, ended) = match rest.iter().position(|byte| *byte == b'\n') {
            Some(end) => (end + 1, true),
            None => (rest.len(), rest.is_empty()),
        };
        input.consume(taken);
        if ended {
            return Ok(Line::TooLong);
        }
    }
}

/// The answer to one line; none to a notification or an empty line.
fn answer(kiosk: &Kiosk, caller: &Caller, line: &[u8]) -> Option<Value> {
    if line.trim_ascii().is_empty() {
        return None;
    }
    let Ok(request) = serde_json::from_slice::<Value>(line) else {
        return Some(error(&Value::Null, PARSE_ERROR, "the line is no JSON", Value::Null));
    };
    let id = request.get("id").cloned();
    let known_id = match &id {
        Some(id @ (Value::String(_) | Value::Number(_) | Value::Null)) => id.clone(),
        _ => Value::Null,
    };
    let invalid = |what: &str| Some(error(&known_id, INVALID_REQUEST, what, Value::Null));
    if !request.is_object() {
        return invalid("a request is one object");
    }
    if matches!(id, Some(Value::Object(_) | Value::Array(_) | Value::Bool(_))) {
        return invalid("`id` is a text or a number");
    }
    if request.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return invalid("`jsonrpc` is \"2.0\"");
    }
    let Some(method) = request.get("method").and_then(Value::as_str) else { return invalid("`method` is a text") };
    let params = request.get("params").cloned().unwrap_or(Value::Null);
    let result = api::call(kiosk, caller, method, params);
    // A notification wants no answer, also none that says what broke.
    id?;
    Some(match result {
        Ok(result) => json!({"jsonrpc": "2.0", "id": known_id, "result": result}),
        Err(broke) => error_of(&known_id, caller, &broke),
    })
}

fn error_of(id: &Value, caller: &Caller, broke: &KioskError) -> Value {
    match broke {
        KioskError::NoSuchCall(name) => error(id, NO_SUCH_METHOD, &format!("there is no method {name}"), Value::Null),
        KioskError::Parameter { field, problem, .. } => {
            error(id, INVALID_PARAMS, &format!("{field}: {problem}"), json!({"field": field, "problem": problem}))
        }
        other => {
            let problem = other.problem(caller.language);
            error(id, BROKE, &problem.message.clone(), json!(problem))
        }
    }
}

fn error(id: &Value, code: i64, message: &str, data: Value) -> Value {
    let mut error = json!({"code": code, "message": message});
    if let (false, Some(object)) = (data.is_null(), error.as_object_mut()) {
        object.insert("data".to_owned(), data);
    }
    json!({"jsonrpc": "2.0", "id": id, "error": error})
}
