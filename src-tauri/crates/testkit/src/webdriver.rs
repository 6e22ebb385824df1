//! The few requests of WebDriver that are needed, to the `WebKitWebDriver` of this machine: a session with our program,
//! a script, the size of the window, the end. They are four small JSON requests one after the other, so no client library
//! with its asynchronous runtime is behind them.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::Done;
use crate::display::Size;

/// How long a request may take. A script may wait for the page; the driver itself gives it up after 30 s.
const ANSWERS: Duration = Duration::from_secs(60);

/// A session with one window of the program.
#[derive(Debug)]
pub(crate) struct Session {
    driver: SocketAddr,
    id: String,
}

/// A port that nobody listens on just now.
pub(crate) fn free_port() -> Done<u16> {
    let found = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|socket| socket.local_addr());
    found.map(|address| address.port()).map_err(|error| format!("no free port: {error}"))
}

/// Whether a driver is ready there.
pub(crate) fn is_ready(port: u16) -> bool {
    request(address(port), "GET", "/status", None).is_ok_and(|status| status["ready"] == true)
}

fn address(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

impl Session {
    /// Lets the driver start the program, and waits for its window. No `browserName`: it would be compared with our own.
    pub(crate) fn start(port: u16, binary: &Path, arguments: &[String]) -> Done<Self> {
        let options = json!({ "binary": binary, "args": arguments });
        let body = json!({ "capabilities": { "alwaysMatch": { "webkitgtk:browserOptions": options } } });
        let value = request(address(port), "POST", "/session", Some(&body))?;
        let id = value["sessionId"].as_str().ok_or("a session without a name")?.to_owned();
        Ok(Self { driver: address(port), id })
    }

    /// Runs the body of a function in the page. A promise that it returns is waited for.
    pub(crate) fn script(&self, body: &str, arguments: &[Value]) -> Done<Value> {
        self.post("execute/sync", &json!({ "script": body, "args": arguments }))
    }

    /// Gives the window a size; it is neither maximised nor full-screen afterwards.
    pub(crate) fn resize(&self, size: Size) -> Done<()> {
        self.post("window/rect", &json!({ "x": 0, "y": 0, "width": size.width, "height": size.height })).map(|_| ())
    }

    fn post(&self, what: &str, body: &Value) -> Done<Value> {
        request(self.driver, "POST", &format!("/session/{}/{what}", self.id), Some(body))
    }
}

/// Makes a request and gives the `value` of the answer.
fn request(to: SocketAddr, method: &str, path: &str, body: Option<&Value>) -> Done<Value> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let exchange = || -> std::io::Result<String> {
        let mut socket = TcpStream::connect_timeout(&to, ANSWERS)?;
        socket.set_read_timeout(Some(ANSWERS))?;
        socket.write_all(head.as_bytes())?;
        socket.write_all(body.as_bytes())?;
        let mut answer = String::new();
        socket.read_to_string(&mut answer)?;
        Ok(answer)
    };
    answer(&exchange().map_err(|error| format!("the driver does not answer to {method} {path}: {error}"))?)
}

/// Reads an answer: its value, or what the driver says went wrong.
fn answer(answer: &str) -> Done<Value> {
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("the driver's answer was cut off")?;
    let good = head.split(' ').nth(1).is_some_and(|status| status.starts_with('2'));
    let mut body: Value =
        serde_json::from_str(body).map_err(|error| format!("the driver's answer is no JSON: {error}"))?;
    let value = body["value"].take();
    if good {
        return Ok(value);
    }
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    Err(format!("{}: {}", text("error"), text("message")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_a_value_or_a_reason() {
        let good = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"value\": 5}\n";
        assert_eq!(answer(good), Ok(json!(5)));
        let bad = "HTTP/1.1 404 Not Found\r\n\r\n{\"value\": {\"error\": \"no such window\", \"message\": \"gone\"}}";
        assert_eq!(answer(bad), Err("no such window: gone".to_owned()));
        assert!(answer("HTTP/1.1 200 OK\r\n").is_err(), "cut off");
        assert!(answer("HTTP/1.1 200 OK\r\n\r\n<html>").is_err(), "somebody else answers on this port");
    }
}
