//! The running server: accept loop, one task per connection, graceful stop, and the glue to hyper.

use std::{
    error::Error as _,
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{
    Response, StatusCode,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

use crate::{
    answer::Answer,
    control,
    fault::{Fault, Outcome},
    mangle::{self, Ending},
    options::Options,
    request::{Request, is_own_host},
    retries::Delivery,
    service::{Seen, Service, Stats},
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

    /// A URL by which this machine reaches it.
    pub fn endpoint(&self) -> String {
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(match address.ip() {
                IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
        format!("http://{address}")
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
        self.service.replace_faults(faults);
    }

    /// The images that [`FaultKind::ListShifts`](crate::FaultKind::ListShifts) took from a list at
    /// any time since the faults were set, back or not: region, where the list has one, and id.
    pub fn missing(&self) -> Vec<(Option<String>, String)> {
        self.service.shifts().missing()
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
                    Ok((stream, _)) if service.refuses() => mangle::reset(&stream),
                    Ok((stream, peer)) => {
                        let is_local = peer.ip().to_canonical().is_loopback();
                        let service = Arc::clone(&service);
                        connections.spawn(serve(stream, is_local, service, stopped.clone()));
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
async fn serve(
    stream: TcpStream,
    is_local: bool,
    service: Arc<Service>,
    mut stopped: watch::Receiver<bool>,
) {
    let number = service.connected();
    // Answers are written at once; if the socket refuses the option they are merely slower.
    let _ = stream.set_nodelay(true);
    let patience = stopped.clone();
    let servant = Arc::clone(&service);
    let handler = service_fn(move |request| {
        let service = Arc::clone(&servant);
        let patience = patience.clone();
        Box::pin(async move {
            let from = From { number, is_local };
            respond(request, &service, from, patience).await
        })
    });
    let mut connection = http1::Builder::new()
        .auto_date_header(false)
        .timer(TokioTimer::new())
        .header_read_timeout(service.patience())
        .serve_connection(TokioIo::new(stream), handler);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        _ = stopped.changed() => {
            std::pin::Pin::new(&mut connection).graceful_shutdown();
            (&mut connection).await
        }
    };
    // Other errors are clients that went away.
    let ending = ended
        .as_ref()
        .err()
        .and_then(|error| error.source()?.downcast_ref::<Ending>().cloned());
    if let Some(ending) = ending {
        let stream = connection.into_parts().io.into_inner();
        tokio::select! {
            lost = ending.perform(stream) => {
                if let Some(target) = lost {
                    service.retries().failed(&target);
                }
            }
            // Either result is the end of the sandbox.
            _ = stopped.changed() => {}
        }
    }
}

/// Where a request comes from.
struct From {
    /// The number of its connection.
    number: u64,
    /// Whether that is from this machine.
    is_local: bool,
}

/// Answers one request; an error takes the connection from hyper.
async fn respond(
    request: hyper::Request<Incoming>,
    service: &Service,
    from: From,
    mut stopped: watch::Receiver<bool>,
) -> Result<Response<Full<Bytes>>, Ending> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, BODY_LIMIT).collect();
    let body = tokio::time::timeout(service.patience(), body)
        .await
        .ok()
        .and_then(Result::ok)
        .ok_or(Ending::Close)?;
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
    let mut request = Request::new(
        head.method.as_str(),
        target,
        headers,
        body.to_bytes().into(),
    );
    request.is_local = from.is_local;
    // Over the network names are as their users have them.
    if from.is_local && !request.header("host").is_none_or(|host| is_own_host(&host)) {
        return Ok(response(control::foreign_host()));
    }
    let (outcome, delivery) = match control::answer(service, &request) {
        Some(answer) => (
            Outcome::Send(answer),
            Delivery::new(service.retries(), None),
        ),
        None => service.answer(&request, from.number, received),
    };
    if !service.latency().is_zero() {
        tokio::time::sleep(service.latency()).await;
    }
    match outcome {
        Outcome::Send(answer) => {
            delivery.delivered();
            Ok(response(answer))
        }
        Outcome::SendLate(answer) => {
            tokio::time::sleep(SLOWNESS).await;
            delivery.delivered();
            Ok(response(answer))
        }
        Outcome::Mangle(answer, manner) => {
            Err(Ending::mangle(answer, manner, delivery.delivered()))
        }
        Outcome::Reset => Err(Ending::Reset),
        Outcome::Hang => {
            // Either result is the end of the sandbox; only a client that gives up ends it sooner.
            let _ = stopped.changed().await;
            Err(Ending::Close)
        }
    }
}

fn response(answer: Answer) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(answer.body));
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
