//! A raw HTTP client that signs like an SDK, and a sandbox to talk to.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering::Relaxed},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use tokio::net::TcpStream;

use crate::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, Options, Sandbox};

/// 2026-10-10T10:10:10Z.
pub(super) const NOW: i64 = 1_791_627_010;

const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The defaults, at a fixed time.
pub(super) fn options() -> Options {
    Options::new(Arc::new(|| NOW))
}

/// The defaults with another number of images.
pub(super) fn with_images(images: usize) -> Options {
    Options {
        images,
        ..options()
    }
}

/// An answer as it came over the wire.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(super) fn code(&self) -> String {
        self.json()["Code"].as_str().unwrap_or_default().to_owned()
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// The ids of a listing.
    pub(super) fn ids(&self) -> Vec<String> {
        let json = self.json();
        let images = json["Images"]["Image"]
            .as_array()
            .unwrap_or_else(|| panic!("{json}"));
        images
            .iter()
            .map(|image| image["ImageId"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// A client with credentials and a clock.
pub(super) struct Client {
    pub(super) key_id: &'static str,
    pub(super) secret: &'static str,
    pub(super) token: Option<&'static str>,
    pub(super) version: &'static str,
    pub(super) time: AtomicI64,
    pub(super) nonce: AtomicU64,
    pub(super) sandbox: Sandbox,
}

impl Client {
    pub(super) async fn start(options: Options) -> Client {
        Client {
            key_id: ACCESS_KEY_ID,
            secret: ACCESS_KEY_SECRET,
            token: None,
            version: "2014-05-26",
            time: AtomicI64::new(NOW),
            nonce: AtomicU64::new(0),
            sandbox: Sandbox::start(options).await.unwrap(),
        }
    }

    fn stamp(&self) -> String {
        let time = jiff::Timestamp::from_second(self.time.load(Relaxed)).unwrap();
        time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    fn fresh_nonce(&self) -> String {
        format!("nonce-{}", self.nonce.fetch_add(1, Relaxed))
    }

    /// An ACS3 request, POST with all parameters in the query, as current SDKs send it.
    pub(super) fn acs3(&self, action: &str, params: &[(&str, &str)]) -> String {
        let query = canonical(params);
        let mut headers = vec![
            ("host", self.sandbox.address().to_string()),
            ("x-acs-action", action.to_owned()),
            ("x-acs-content-sha256", hex(&Sha256::digest(b""))),
            ("x-acs-date", self.stamp()),
            ("x-acs-signature-nonce", self.fresh_nonce()),
            ("x-acs-version", self.version.to_owned()),
        ];
        if let Some(token) = self.token {
            headers.insert(4, ("x-acs-security-token", token.to_owned()));
        }
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let lines = |separator: &str, end: &str| {
            let lines = headers
                .iter()
                .map(|(name, value)| format!("{name}{separator}{value}{end}"));
            lines.collect::<Vec<_>>().concat()
        };
        let request = format!(
            "POST\n/\n{query}\n{}\n{names}\n{}",
            lines(":", "\n"),
            hex(&Sha256::digest(b""))
        );
        let text = format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(request)));
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).unwrap();
        mac.update(text.as_bytes());
        let signature = hex(&mac.finalize().into_bytes());
        let sent = lines(": ", "\r\n");
        format!(
            "POST /?{query} HTTP/1.1\r\n{sent}authorization: ACS3-HMAC-SHA256 Credential={},SignedHeaders={names},Signature={signature}\r\ncontent-length: 0\r\n\r\n",
            self.key_id
        )
    }

    /// The parameters of a v1 request, signed.
    pub(super) fn v1_params(&self, method: &str, action: &str, params: &[(&str, &str)]) -> String {
        let (stamp, nonce) = (self.stamp(), self.fresh_nonce());
        let mut all = params.to_vec();
        all.extend([
            ("AccessKeyId", self.key_id),
            ("Action", action),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureNonce", &nonce),
            ("SignatureVersion", "1.0"),
            ("Timestamp", &stamp),
            ("Version", self.version),
        ]);
        all.extend(self.token.map(|token| ("SecurityToken", token)));
        let query = canonical(&all);
        let text = format!("{method}&%2F&{}", encode(&query));
        let mut mac = Hmac::<Sha1>::new_from_slice(format!("{}&", self.secret).as_bytes()).unwrap();
        mac.update(text.as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        format!("{query}&Signature={}", encode(&signature))
    }

    /// A v1 request, GET.
    pub(super) fn v1(&self, action: &str, params: &[(&str, &str)]) -> String {
        let query = self.v1_params("GET", action, params);
        format!(
            "GET /?{query} HTTP/1.1\r\nhost: {}\r\n\r\n",
            self.sandbox.address()
        )
    }

    /// Sends bytes on a new connection and reads one answer.
    pub(super) async fn send(&self, request: &str) -> Reply {
        let (reply, whole) = self.exchange(request).await;
        assert!(whole, "the answer is cut: {reply:?}");
        reply
    }

    /// Sends bytes on a new connection; the flag tells whether the whole promised body came.
    pub(super) async fn exchange(&self, request: &str) -> (Reply, bool) {
        let stream = TcpStream::connect(self.sandbox.address()).await.unwrap();
        transmit(&stream, request).await;
        receive(&stream).await
    }

    /// Calls an operation with ACS3.
    pub(super) async fn call(&self, action: &str, params: &[(&str, &str)]) -> Reply {
        self.send(&self.acs3(action, params)).await
    }

    /// Lists images of cn-hangzhou.
    pub(super) async fn list(&self, params: &[(&str, &str)]) -> Reply {
        let mut all = vec![("RegionId", "cn-hangzhou"), ("PageSize", "100")];
        all.extend(params);
        self.call("DescribeImages", &all).await
    }
}

/// Writes all bytes.
pub(super) async fn transmit(stream: &TcpStream, text: &str) {
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        stream.writable().await.unwrap();
        match stream.try_write(rest) {
            Ok(count) => rest = &rest[count..],
            Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock),
        }
    }
}

/// Reads what is there; 0 at the end of the stream, however it ended.
async fn read_some(stream: &TcpStream, bytes: &mut Vec<u8>) -> usize {
    let mut buffer = vec![0; 65_536];
    loop {
        stream.readable().await.unwrap();
        match stream.try_read(&mut buffer) {
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            read => {
                let count = read.unwrap_or(0);
                bytes.extend_from_slice(&buffer[..count]);
                return count;
            }
        }
    }
}

/// Reads one answer; the connection may stay open.
pub(super) async fn receive(stream: &TcpStream) -> (Reply, bool) {
    let mut bytes = Vec::new();
    let mut reply = Reply {
        status: 0,
        head: String::new(),
        body: Vec::new(),
    };
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            reply.head = String::from_utf8(bytes[..end].to_vec()).unwrap();
            reply.status = reply.head[9..12].parse().unwrap();
            reply.body = bytes[end + 4..].to_vec();
            let length = reply
                .header("content-length")
                .map_or(0, |length| length.parse().unwrap());
            if reply.body.len() >= length {
                return (reply, true);
            }
        }
        if read_some(stream, &mut bytes).await == 0 {
            return (reply, false);
        }
    }
}

fn canonical(params: &[(&str, &str)]) -> String {
    let mut sorted = params.to_vec();
    sorted.sort_unstable();
    let pairs: Vec<String> = sorted
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
