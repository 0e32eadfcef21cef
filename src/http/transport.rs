//! One request over the network, with no opinion about its answer.

use std::error::Error;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Method, StatusCode};

use super::roots::{Roots, of_variable};
use super::{ApiConventions, Network, Proxy, Redactor, Response, ResponseBody, proxy, tls};
use crate::error::{Call, ConfigError, TransportFailure, TransportKind};
use crate::machine::Env;
use crate::request::{Body, Endpoint, Request};

/// The largest body that is read, decompressed. A page of 100 images is about
/// 120 KB; whatever is larger than this is no page.
const LARGEST_BODY: usize = 8 << 20;

/// What the HTTP library says of HTTP 407 to a CONNECT.
const WANTS_LOGIN_HTTP: &str = "tunnel error: proxy authorization required";

/// What it says where a SOCKS proxy wants a login.
const WANTS_LOGIN: [&str; 2] = [
    "SOCKS error: credentials not accepted",
    "SOCKS error: server does not support user/pass authentication",
];

/// What the HTTP library says of any other refusal of a CONNECT. It does not say which.
const REFUSED: &str = "tunnel error: unsuccessful";

/// How long an idle connection is kept for the next page.
const KEEP_IDLE: Duration = Duration::from_secs(90);

/// A signed request, and all that is needed to show it without its secrets.
#[derive(Clone, Copy)]
pub struct Signed<'a> {
    /// The request as it is sent.
    pub request: &'a Request,
    /// The call that it is made for.
    pub call: &'a Call,
    /// Hides the key and the signature.
    pub redactor: &'a Redactor,
    /// Which of its parameters are secret.
    pub conventions: &'a ApiConventions,
}

/// Sends one request.
pub trait Transport: Send + Sync {
    /// Whether requests reach a service, so that its limits apply.
    fn reaches_service(&self) -> bool {
        true
    }

    /// Takes note of a request before it is sent.
    fn prepare(&self, _signed: &Signed<'_>) {}

    /// Sends it and reads the whole answer. It never follows a redirect, never
    /// repeats what the service may have seen, and has no time limit but the one
    /// for connecting.
    ///
    /// It puts down the head of the answer as soon as it is there, without a body: who
    /// gives up on the rest may still say which answer that was.
    fn send<'a>(&'a self, request: &'a Request, head: &'a OnceLock<Response>) -> Sending<'a>;
}

/// Shared by several clients, which then share connections.
impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn reaches_service(&self) -> bool {
        (**self).reaches_service()
    }

    fn prepare(&self, signed: &Signed<'_>) {
        (**self).prepare(signed);
    }

    fn send<'a>(&'a self, request: &'a Request, head: &'a OnceLock<Response>) -> Sending<'a> {
        (**self).send(request, head)
    }
}

/// A request under way. Dropping it cancels it.
pub type Sending<'a> =
    Pin<Box<dyn Future<Output = Result<Response, TransportFailure>> + Send + 'a>>;

/// The real network: HTTP/1.1 and HTTP/2, keep-alive, gzip.
pub struct WebTransport {
    connect_timeout: Duration,
    proxy: Proxy,
    /// The same for the HTTP library, where its address is known.
    proxy_by_url: Option<reqwest::Proxy>,
    roots: Roots,
    // Built at the first request that needs one.
    proxied: OnceLock<reqwest::Client>,
    direct: OnceLock<reqwest::Client>,
}

impl WebTransport {
    /// Prepares it; nothing is opened yet.
    ///
    /// # Errors
    /// When the proxy's address or the CA bundle cannot be used.
    pub fn new(network: &Network) -> Result<Self, ConfigError> {
        let proxy = match &network.proxy {
            // The HTTP library takes a variable that it cannot read for none.
            Proxy::System => match proxy::of_environment(&Env::from_process())? {
                Some((proxy, _)) => proxy,
                None => Proxy::System,
            },
            other => other.clone(),
        };
        let proxy_by_url = match &proxy {
            Proxy::System | Proxy::None => None,
            // The address may hold a password, so it is not repeated.
            Proxy::Url(url) | Proxy::Environment { url, .. } => {
                Some(reqwest::Proxy::all(url.expose()).map_err(|_| {
                    ConfigError::new("the proxy's address cannot be used")
                        .hint("write it as http://host:port")
                })?)
            }
        };
        let roots = match &network.ca_bundle {
            Some(path) => Roots::bundle(path)?,
            None => Roots::System,
        };
        Ok(Self {
            connect_timeout: network.connect_timeout,
            proxy,
            proxy_by_url,
            roots,
            proxied: OnceLock::new(),
            direct: OnceLock::new(),
        })
    }

    fn client(&self, endpoint: &Endpoint) -> Result<&reqwest::Client, TransportFailure> {
        let direct = self.proxy.is_bypassed(endpoint);
        let slot = if direct { &self.direct } else { &self.proxied };
        if let Some(client) = slot.get() {
            return Ok(client);
        }
        let client = self.build(direct)?;
        Ok(slot.get_or_init(|| client))
    }

    fn build(&self, direct: bool) -> Result<reqwest::Client, TransportFailure> {
        let failed = |error: String| TransportFailure {
            kind: TransportKind::Tls,
            message: error,
        };
        let tls =
            tls::client_config(self.roots.clone()).map_err(|error| failed(error.to_string()))?;
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(KEEP_IDLE)
            .redirect(Policy::none())
            .referer(false)
            .gzip(true)
            .tcp_nodelay(true)
            .user_agent(concat!("cloudq/", env!("CARGO_PKG_VERSION")));
        if direct {
            builder = builder.no_proxy();
        } else if let Some(proxy) = &self.proxy_by_url {
            builder = builder.no_proxy().proxy(proxy.clone());
        }
        builder.build().map_err(|error| failed(deepest(&error)))
    }

    /// What went wrong on the way to an endpoint: its own fault, or that of the proxy
    /// in between.
    async fn failure(
        &self,
        client: &reqwest::Client,
        endpoint: &Endpoint,
        error: reqwest::Error,
    ) -> TransportFailure {
        let through = if error.is_connect() && !is_tls(&error) {
            self.proxy.on_the_way(endpoint)
        } else {
            None
        };
        let Some(proxy) = through else {
            return failure(endpoint, error);
        };
        let reason = deepest(&error.without_url());
        if WANTS_LOGIN.contains(&reason.as_str()) {
            return wants_login(endpoint, &proxy, &reason);
        }
        if reason == WANTS_LOGIN_HTTP {
            return wants_login(endpoint, &proxy, "HTTP 407");
        }
        let to = &endpoint.authority;
        let refused = match reason.as_str() {
            REFUSED => refusal(client, endpoint).await,
            _ => None,
        };
        let (kind, reason) = match refused {
            Some(status) => {
                let may_pass = matches!(status.as_u16(), 408 | 429);
                let kind = if status.is_client_error() && !may_pass {
                    TransportKind::ProxyRefused
                } else {
                    TransportKind::Proxy
                };
                (kind, format!("it answered with HTTP {}", status.as_u16()))
            }
            None => (TransportKind::Proxy, reason),
        };
        TransportFailure {
            kind,
            message: format!("no connection to {to} through the proxy {proxy}: {reason}"),
        }
    }
}

impl WebTransport {
    async fn exchange(
        &self,
        request: &Request,
        head: &OnceLock<Response>,
    ) -> Result<Response, TransportFailure> {
        let url = request.url();
        let client = self.client(&request.endpoint)?;
        let mut sending = match request.method {
            "GET" => client.get(url),
            "PUT" => client.put(url),
            _ => client.post(url),
        };
        for (name, value) in &request.headers {
            sending = sending.header(*name, value);
        }
        // A request that may have a body tells its length, 0 too.
        if request.method != "GET" || request.body != Body::Empty {
            sending = sending.body(request.body.text());
        }
        let mut response = match sending.send().await {
            Ok(response) => response,
            Err(error) => return Err(self.failure(client, &request.endpoint, error).await),
        };
        if response.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED
            && let Some(proxy) = self.proxy.on_the_way(&request.endpoint)
        {
            return Err(wants_login(&request.endpoint, &proxy, "HTTP 407"));
        }
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str().to_owned(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        let begun = Response {
            status: response.status().as_u16(),
            headers,
            body: ResponseBody::default(),
        };
        // It is empty: each request has its own.
        let _ = head.set(begun.clone());
        let announced = response
            .content_length()
            .and_then(|length| usize::try_from(length).ok());
        let mut body = ResponseBody::with_capacity(announced.unwrap_or(0).min(1 << 20));
        let too_large = |what: String| TransportFailure {
            kind: TransportKind::TooLarge,
            message: format!("{} answered {what}", request.endpoint.authority),
        };
        let broken = |error| failure(&request.endpoint, error);
        while let Some(chunk) = response.chunk().await.map_err(broken)? {
            if body.len() + chunk.len() > LARGEST_BODY {
                return Err(too_large(format!("more than {} MiB", LARGEST_BODY >> 20)));
            }
            if !body.extend(&chunk) {
                return Err(too_large("more than there is room for".to_owned()));
            }
        }
        Ok(Response { body, ..begun })
    }
}

impl Transport for WebTransport {
    fn send<'a>(&'a self, request: &'a Request, head: &'a OnceLock<Response>) -> Sending<'a> {
        Box::pin(self.exchange(request, head))
    }
}

/// What rustls puts before an error that is none of its own.
const GENERAL: &str = "unexpected error: ";

/// Sorts a failure of the HTTP library and tells it without the URL, whose
/// query may hold what nobody should read.
fn failure(endpoint: &Endpoint, error: reqwest::Error) -> TransportFailure {
    let error = error.without_url();
    let host = &endpoint.authority;
    let reason = deepest(&error);
    let (kind, message) = if error.is_dns() {
        (
            TransportKind::Dns,
            format!("the name {} does not resolve: {reason}", endpoint.host()),
        )
    } else if let Some(why) = reason.strip_prefix(GENERAL).filter(|why| of_variable(why)) {
        (
            TransportKind::Authorities,
            format!("no encrypted connection to {host}: {why}"),
        )
    } else if is_tls(&error) {
        (
            TransportKind::Tls,
            format!("no encrypted connection to {host}: {reason}"),
        )
    } else if error.is_connect() && error.is_timeout() {
        (
            TransportKind::Connect,
            format!("no connection to {host} within the connect timeout"),
        )
    } else if error.is_connect() {
        (
            TransportKind::Connect,
            format!("no connection to {host}: {reason}"),
        )
    } else {
        (
            TransportKind::Broken,
            format!("the connection to {host} broke: {reason}"),
        )
    };
    TransportFailure { kind, message }
}

/// The status with which a proxy refuses to connect to an endpoint. The HTTP library
/// does not keep it, so the proxy is asked once more: without encryption the library
/// sends it a request, this one of the same words, and takes the answer for a response.
async fn refusal(client: &reqwest::Client, endpoint: &Endpoint) -> Option<StatusCode> {
    let port = if endpoint.host() == endpoint.authority {
        ":443"
    } else {
        ""
    };
    let url = format!("http://{}{port}", endpoint.authority);
    let asked = client.request(Method::CONNECT, url).send().await.ok()?;
    (!asked.status().is_success()).then(|| asked.status())
}

/// A proxy that wants a login, or another one.
fn wants_login(endpoint: &Endpoint, proxy: &str, said: &str) -> TransportFailure {
    TransportFailure {
        kind: TransportKind::ProxyLogin,
        message: format!(
            "no connection to {} through the proxy {proxy}: it wants a user name and password, or others ({said})",
            endpoint.authority
        ),
    }
}

/// The innermost reason: the outer ones say "error sending request".
fn deepest(error: &reqwest::Error) -> String {
    let mut reason: &dyn Error = error;
    while let Some(source) = reason.source() {
        reason = source;
    }
    reason.to_string()
}

fn is_tls(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = error.source();
    while let Some(reason) = next {
        if reason.is::<rustls::Error>() {
            return true;
        }
        // An I/O error names as its source not the error it wraps, but that
        // error's source: look inside first.
        let wrapped = reason
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        next = match wrapped {
            Some(inner) => Some(inner),
            None => reason.source(),
        };
    }
    false
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;
    use crate::secret::Secret;

    #[test]
    fn half_an_object_is_cut() {
        for (body, is_cut) in [
            ("", false),
            ("{}", false),
            (" {\"a\": {}}\n", false),
            ("{\"a\": {\"b\": 1}", false),
            ("{\"a\": [1, 2", true),
            ("{", true),
            ("{} <!-- cached -->", false),
            ("<html>", false),
        ] {
            let body = body.as_bytes().to_vec();
            let response = Response {
                body: body.into(),
                ..Response::default()
            };
            assert_eq!(response.is_cut(), is_cut, "{response:?}");
        }
    }

    /// Answers one request with these bytes, then closes the connection.
    async fn serve(answer: Vec<u8>) -> Endpoint {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Endpoint::new(false, listener.local_addr().unwrap().to_string());
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await.unwrap();
            // The client may have had enough before the end.
            let _ = stream.write_all(&answer).await;
        });
        endpoint
    }

    fn request_to(endpoint: &Endpoint) -> Request {
        Request {
            query: vec![("A".into(), "b".into())],
            headers: vec![("accept", "application/json".into())],
            ..Request::post(endpoint, "ecs", "Ask")
        }
    }

    async fn send_to(endpoint: Endpoint, network: &Network) -> Result<Response, TransportFailure> {
        let request = request_to(&endpoint);
        let transport = WebTransport::new(network).unwrap();
        transport.send(&request, &OnceLock::new()).await
    }

    async fn answered(head: &str, body: &[u8]) -> Result<Response, TransportFailure> {
        let mut answer =
            format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n", body.len()).into_bytes();
        answer.extend_from_slice(body);
        send_to(serve(answer).await, &Network::default()).await
    }

    /// A gzip file that holds its text uncompressed (RFC 1952, RFC 1951).
    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut crc = u32::MAX;
        for byte in text {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 {
                    crc >> 1 ^ 0xEDB8_8320
                } else {
                    crc >> 1
                };
            }
        }
        let length = u16::try_from(text.len()).unwrap();
        let mut file = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
        file.extend(length.to_le_bytes());
        file.extend((!length).to_le_bytes());
        file.extend_from_slice(text);
        file.extend((!crc).to_le_bytes());
        file.extend(u32::from(length).to_le_bytes());
        file
    }

    #[tokio::test]
    async fn answers_come_with_status_headers_and_body() {
        let response = answered("404 Not Found\r\nX-Acs-Request-Id: R-1", b"{}")
            .await
            .unwrap();
        assert_eq!((response.status, &*response.body), (404, b"{}".as_slice()));
        assert_eq!(response.header("x-acs-request-id"), Some("R-1"));
    }

    #[tokio::test]
    async fn gzip_is_unpacked() {
        let response = answered("200 OK\r\ncontent-encoding: gzip", &gzip(b"{\"a\":1}"))
            .await
            .unwrap();
        assert_eq!(&*response.body, b"{\"a\":1}");
    }

    #[tokio::test]
    async fn redirects_are_not_followed() {
        let response = answered("302 Found\r\nlocation: http://example.com/", b"")
            .await
            .unwrap();
        assert_eq!(response.status, 302);
    }

    #[tokio::test]
    async fn half_an_answer_is_none() {
        let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"half".to_vec();
        let failure = send_to(serve(answer).await, &Network::default())
            .await
            .unwrap_err();
        assert_eq!(failure.kind, TransportKind::Broken, "{failure}");
        assert!(
            !failure.message.contains("A=b"),
            "no query in messages: {failure}"
        );
    }

    /// Who gives up, and whom the connection leaves, knows which answer that was.
    #[tokio::test]
    async fn the_head_of_half_an_answer_is_noted() {
        let head = "HTTP/1.1 200 OK\r\nx-acs-request-id: R-1\r\ncontent-length: 100\r\n\r\n";
        let transport = WebTransport::new(&Network::default()).unwrap();
        let noted = |head: &OnceLock<Response>| {
            let head = head.get()?;
            assert_eq!((head.status, head.body.len()), (200, 0));
            head.header("x-acs-request-id").map(str::to_owned)
        };

        let broken = request_to(&serve(format!("{head}{{\"half").into()).await);
        let seen = OnceLock::new();
        let failure = transport.send(&broken, &seen).await.unwrap_err();
        assert_eq!(failure.kind, TransportKind::Broken, "{failure}");
        assert_eq!(noted(&seen).as_deref(), Some("R-1"));

        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Endpoint::new(false, listener.local_addr().unwrap().to_string());
        let request = request_to(&endpoint);
        let seen = OnceLock::new();
        let hanging = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 4096]).await.unwrap();
            stream.write_all(head.as_bytes()).await.unwrap();
            while seen.get().is_none() {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            ended = transport.send(&request, &seen) => panic!("{ended:?}"),
            () = hanging => {}
        }
        assert_eq!(noted(&seen).as_deref(), Some("R-1"));
    }

    #[tokio::test]
    async fn an_answer_without_end_is_given_up() {
        let failure = answered("200 OK", &vec![b' '; LARGEST_BODY + 1])
            .await
            .unwrap_err();
        assert_eq!(failure.kind, TransportKind::TooLarge, "{failure}");
    }

    #[tokio::test]
    async fn a_closed_port_is_no_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Endpoint::new(false, listener.local_addr().unwrap().to_string());
        drop(listener);
        let failure = send_to(endpoint, &Network::default()).await.unwrap_err();
        assert_eq!(failure.kind, TransportKind::Connect, "{failure}");
    }

    fn through(proxy: String) -> Network {
        Network {
            proxy: Proxy::Url(Secret::new(proxy)),
            ..Network::default()
        }
    }

    fn there(https: bool, authority: &str) -> Endpoint {
        Endpoint::new(https, authority)
    }

    #[tokio::test]
    async fn loopback_goes_through_a_proxy_of_loopback_that_is_named() {
        let proxy = serve(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
        let network = through(proxy.to_string());
        let answer = send_to(there(false, "127.0.0.1:1"), &network).await;
        assert_eq!(answer.unwrap().status, 502);
        // Another machine is not even looked for.
        let service = serve(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
        for scheme in ["http", "https", "socks5", "socks5h"] {
            let network = through(format!("{scheme}://u:p@proxy.invalid:1"));
            let transport = WebTransport::new(&network).unwrap();
            assert!(transport.proxy.is_bypassed(&service), "{scheme}");
        }
        let answer = send_to(service, &through("http://proxy.invalid:1".into())).await;
        assert_eq!(answer.unwrap().status, 200);
    }

    /// A proxy that answers every request with this head, and notes what it was asked.
    async fn refusing(
        head: &'static str,
    ) -> (String, std::sync::Arc<std::sync::Mutex<Vec<String>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked = std::sync::Arc::<std::sync::Mutex<Vec<String>>>::default();
        let notes = std::sync::Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = [0; 4096];
                let length = stream.read(&mut request).await.unwrap();
                let text = String::from_utf8_lossy(&request[..length]).into_owned();
                notes.lock().unwrap().push(text);
                let answer = format!("HTTP/1.1 {head}\r\ncontent-length: 0\r\n\r\n");
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        });
        (address, asked)
    }

    /// Through a tunnel, and where the proxy itself is asked.
    #[tokio::test]
    async fn a_proxy_that_refuses_is_told_with_its_status() {
        for (https, head, expected, words) in [
            (true, "407 Nobody", TransportKind::ProxyLogin, "HTTP 407"),
            (false, "407 Nobody", TransportKind::ProxyLogin, "HTTP 407"),
            (true, "429 Later", TransportKind::Proxy, "HTTP 429"),
            (true, "403 No", TransportKind::ProxyRefused, "HTTP 403"),
            (true, "503 Full", TransportKind::Proxy, "HTTP 503"),
            (true, "302 Found", TransportKind::Proxy, "HTTP 302"),
        ] {
            let (address, asked) = refusing(head).await;
            let url = format!("http://somebody:hunter2@{address}");
            let failure = send_to(there(https, "ecs.invalid"), &through(url))
                .await
                .unwrap_err();
            assert_eq!(failure.kind, expected, "{failure}");
            let through = format!("ecs.invalid through the proxy {address}: ");
            assert!(failure.message.contains(&through), "{failure}");
            assert!(failure.message.contains(words), "{failure}");
            assert!(!failure.message.contains("hunter2"), "{failure}");
            for request in asked.lock().unwrap().iter().filter(|_| https) {
                let request = request.to_lowercase();
                let line = "connect ecs.invalid:443 http/1.1\r\n";
                assert!(request.starts_with(line), "{request}");
                assert!(request.contains("proxy-authorization: basic "), "{request}");
            }
        }
    }

    /// A SOCKS 5 proxy for one connection: what it was asked to connect to, and what came
    /// through it.
    async fn socks(reply: u8) -> (String, tokio::task::JoinHandle<(Vec<u8>, String)>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let served = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut bytes = [0; 512];
            // Version, methods; then user name and password.
            let _ = stream.read(&mut bytes).await.unwrap();
            stream.write_all(&[5, 2]).await.unwrap();
            let length = stream.read(&mut bytes).await.unwrap();
            assert_eq!(&bytes[..length], b"\x01\x02me\x07hunt@r2");
            stream.write_all(&[1, 0]).await.unwrap();
            let length = stream.read(&mut bytes).await.unwrap();
            let asked = bytes[..length].to_vec();
            let answer = [5, reply, 0, 1, 0, 0, 0, 0, 0, 0];
            stream.write_all(&answer).await.unwrap();
            let length = stream.read(&mut bytes).await.unwrap();
            let sent = String::from_utf8_lossy(&bytes[..length]).into_owned();
            let _ = stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                .await;
            (asked, sent)
        });
        (address, served)
    }

    #[tokio::test]
    async fn socks_proxies_are_gone_through() {
        for (scheme, address) in [
            ("socks5", &b"\x01\x7f\x00\x00\x01"[..]),
            ("socks5h", b"\x03\x09localhost"),
        ] {
            let (proxy, served) = socks(0).await;
            let network = through(format!("{scheme}://me:hunt%40r2@{proxy}"));
            let answer = send_to(there(false, "localhost:81"), &network).await;
            assert_eq!(answer.unwrap().status, 200, "{scheme}");
            let (asked, sent) = served.await.unwrap();
            let port = &[0, 81][..];
            assert_eq!(asked, [&[5, 1, 0][..], address, port].concat(), "{scheme}");
            assert!(sent.contains("host: localhost:81\r\n"), "{sent}");
        }
    }

    #[tokio::test]
    async fn a_refusal_of_a_socks_proxy_is_its_own() {
        let (proxy, _served) = socks(2).await;
        let network = through(format!("socks5h://me:hunt%40r2@{proxy}"));
        let failure = send_to(there(true, "ecs.invalid"), &network)
            .await
            .unwrap_err();
        assert_eq!(failure.kind, TransportKind::Proxy, "{failure}");
        let words = format!("ecs.invalid through the proxy {proxy}: SOCKS error: ");
        assert!(failure.message.contains(&words), "{failure}");
        assert!(!failure.message.contains("hunt"), "{failure}");
    }

    #[test]
    fn a_proxy_that_cannot_be_used_is_told_without_its_address() {
        let network = Network {
            proxy: Proxy::Url(Secret::new("http://user:secret@:port")),
            ..Network::default()
        };
        let error = WebTransport::new(&network).err().unwrap();
        assert!(!error.to_string().contains("secret"), "{error}");
        assert!(!format!("{network:?}").contains("secret"));
    }
}
