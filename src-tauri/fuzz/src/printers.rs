//! What a printer answers: HTTP and IPP, `~HS` of a label printer, the 32 bytes of a Brother QL.

use printing::brother::QlStatus;
use printing::ipp::codec::{self, Value};
use printing::{HostStatus, MOST_REPLY, read_reply};

/// The most values of a reply.
const MOST_VALUES: usize = 32_768;

/// Nothing panics; a reply has an end, whatever length it announces, and a status makes sense or is none.
pub fn check(bytes: &[u8]) {
    if let Ok(reply) = read_reply(&mut &*bytes) {
        assert!(reply.status >= 200, "an interim reply is not the last");
        assert!(reply.body.len() <= MOST_REPLY, "a body has an end");
        let _ = codec::read(&reply.body);
    }
    if let Ok(reply) = codec::read(bytes) {
        let values: usize = reply.attributes.iter().map(|(_, attribute)| count(&attribute.values)).sum();
        assert!(values <= MOST_VALUES.min(bytes.len()), "values are of bytes that are there");
        assert!(reply.attributes.iter().all(|(_, attribute)| !attribute.name.is_empty()), "each has a name");
    }
    if let Some(status) = HostStatus::read(bytes) {
        assert!(!(status.is_done() && (status.formats > 0 || status.remaining > 0)), "done is done");
    }
    if let Some(first) = bytes.first_chunk::<32>() {
        assert_eq!(QlStatus::read(first).is_some(), first.starts_with(&[0x80, 0x20, b'B']), "by its head");
    }
}

fn count(values: &[Value]) -> usize {
    let inner = |value: &Value| match value {
        Value::Collection(members) => members.iter().map(|member| count(&member.values)).sum(),
        _ => 0,
    };
    values.iter().map(|value| 1 + inner(value)).sum()
}
