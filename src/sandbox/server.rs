//! The running server: accept loop, one task per connection, graceful stop, and the glue to hyper.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use http_body_util::{BodyExt as _, Limited};
use hyper::{
    Response, StatusCode,
    body::{Body, Bytes, Frame, Incoming, SizeHint},
    header::{CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

use super::{
    Fault, Options, Seen, Stats, answer::Answer, fault::Outcome, request::Request, service::Service,
};

/// The largest body read; no operation needs more.
const BODY_LIMIT: usize = 1 << 20;

/// How long a stop waits for requests under way, beyond the latency asked for.
const GRACE: Duration = Duration::from_secs(5);

/// How long to wait after a connection could not be accepted.
const PAUSE: Duration = Duration::from_millis(10);

/// How late the fault `slow` makes an answer.
const SLOWNESS: Duration = Duration::from_secs(1);

/// A running sandbox. Dropping it stops it too, without waiting for requests under way.
pub struct Sandbox {
    address: SocketAddr,
    service: Arc<Service>,
    stop: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

impl Sandbox {
    /// Starts listening; it answers from the moment this returns, on tasks of the current tokio runtime.
    ///
    /// # Errors
    /// The address cannot be bound.
    pub async fn start(options: Options) -> io::Result<Sandbox> {
        let listener = TcpListener::bind(options.listen).await?;
        let address = listener.local_addr()?;
        let service = Arc::new(Service::new(options));
        let (stop, stopped) = watch::channel(false);
        let accepting = tokio::spawn(accept(listener, Arc::clone(&service), stopped));
        Ok(Sandbox {
            address,
            service,
            stop,
            accepting,
        })
    }

    /// The address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address as a URL.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What was counted so far.
    pub fn stats(&self) -> Stats {
        self.service.stats()
    }

    /// The last 100,000 requests, oldest first.
    pub fn log(&self) -> Vec<Seen> {
        self.service.log()
    }

    /// Replaces all faults.
    pub fn set_faults(&self, faults: Vec<Fault>) {
        self.service.faults().replace(faults);
    }

    /// Changes the order of listings.
    pub fn set_shuffle(&self, shuffle: Option<u64>) {
        self.service.set_shuffle(shuffle);
    }

    /// Stops accepting and finishes what is under way; hanging requests are let go at once, and
    /// clients that never finish their request after five seconds.
    pub async fn stop(self) {
        // Nobody listens any more if the accept loop has ended already.
        let _ = self.stop.send(true);
        let mut accepting = self.accepting;
        let grace = GRACE + self.service.latency();
        // An error inside would be a panic of the accept loop; there is nothing left to stop then.
        if tokio::time::timeout(grace, &mut accepting).await.is_err() {
            accepting.abort();
        }
    }
}

async fn accept(listener: TcpListener, service: Arc<Service>, mut stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            // An error means that the sandbox was dropped.
            _ = stopped.changed() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => {
                match accepted {
                    Ok((stream, _)) => {
                        connections.spawn(serve(stream, Arc::clone(&service), stopped.clone()));
                    }
                    // Most likely too many open files, which only time cures.
                    Err(_) => tokio::time::sleep(PAUSE).await,
                }
            }
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// Serves one connection until either side closes it.
async fn serve(stream: TcpStream, service: Arc<Service>, mut stopped: watch::Receiver<bool>) {
    let number = service.connected();
    // Answers are written at once; if the socket refuses the option they are merely slower.
    let _ = stream.set_nodelay(true);
    let patience = stopped.clone();
    let handler = service_fn(move |request| {
        let service = Arc::clone(&service);
        let patience = patience.clone();
        async move { respond(request, &service, number, patience).await }
    });
    let connection = http1::Builder::new()
        .auto_date_header(false)
        .serve_connection(TokioIo::new(stream), handler);
    tokio::pin!(connection);
    // Errors are clients that went away and faults that close the connection on purpose.
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// Answers one request; an error closes the connection without an answer.
async fn respond(
    request: hyper::Request<Incoming>,
    service: &Service,
    connection: u64,
    mut stopped: watch::Receiver<bool>,
) -> Result<Response<Payload>, io::Error> {
    let (head, body) = request.into_parts();
    let closed = || io::Error::from(io::ErrorKind::ConnectionAborted);
    let body = Limited::new(body, BODY_LIMIT)
        .collect()
        .await
        .map_err(|_| closed())?;
    let received = Instant::now();
    let headers = head
        .headers
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        })
        .collect();
    let target = head
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let request = Request::new(
        head.method.as_str(),
        target,
        headers,
        body.to_bytes().into(),
    );
    let outcome = service.answer(&request, connection, received);
    if !service.latency().is_zero() {
        tokio::time::sleep(service.latency()).await;
    }
    match outcome {
        Outcome::Send(answer) => Ok(response(answer, false)),
        Outcome::SendLate(answer) => {
            tokio::time::sleep(SLOWNESS).await;
            Ok(response(answer, false))
        }
        Outcome::Cut(answer) => Ok(response(answer, true)),
        Outcome::Close => Err(closed()),
        Outcome::Hang => {
            // Either result is the end of the sandbox; only a client that gives up ends it sooner.
            let _ = stopped.changed().await;
            Err(closed())
        }
    }
}

fn response(answer: Answer, cut: bool) -> Response<Payload> {
    let mut response = Response::new(Payload::new(answer.body, cut));
    // All statuses are written as constants in this module; a wrong one would show as 500.
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(answer.content_type));
    for (name, value) in answer.headers {
        // Our own values are plain ASCII.
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}

/// A body that is sent whole, or promises all of itself and breaks off in the middle.
struct Payload {
    /// What is still to be sent.
    rest: Option<Bytes>,
    /// Bytes still promised, beyond `rest`.
    missing: u64,
    /// Has hyper had the time to send what it was given?
    flushed: bool,
}

impl Payload {
    fn new(mut body: Bytes, cut: bool) -> Payload {
        let whole = body.len();
        if cut {
            body.truncate(whole / 2);
        }
        Payload {
            missing: (whole - body.len()) as u64,
            rest: Some(body).filter(|body| !body.is_empty()),
            flushed: false,
        }
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(rest) = self.rest.take() {
            return Poll::Ready(Some(Ok(Frame::data(rest))));
        }
        if self.missing == 0 {
            return Poll::Ready(None);
        }
        if !self.flushed {
            // An error at once would make hyper drop what it has buffered: let it write first.
            self.flushed = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::ConnectionAborted))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_none() && self.missing == 0
    }

    fn size_hint(&self) -> SizeHint {
        let rest = self.rest.as_ref().map_or(0, Bytes::len) as u64;
        SizeHint::with_exact(rest + self.missing)
    }
}
