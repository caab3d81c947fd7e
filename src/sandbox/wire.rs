//! Connections that can be cut: the listener, and the switch a handler pulls to drop its own connection.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Serves until told to stop.
pub(super) fn serve(listener: Wires, router: Router, mut stopped: watch::Receiver<bool>) {
    let service = router.into_make_service_with_connect_info::<Cut>();
    tokio::spawn(async move {
        tokio::select! {
            _ = axum::serve(listener, service) => {}
            _ = stopped.wait_for(|stop| *stop) => {}
        }
    });
}

/// The switch of one connection: pulled, nothing more is written on it.
#[derive(Clone, Default)]
pub(super) struct Cut(Arc<AtomicBool>);

impl Cut {
    /// Drops the connection at the next write.
    pub fn pull(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Connected<IncomingStream<'_, Wires>> for Cut {
    fn connect_info(stream: IncomingStream<'_, Wires>) -> Self {
        stream.io().cut.clone()
    }
}

/// A listener whose connections can be cut, and that can be shut.
pub(super) struct Wires {
    listener: Option<TcpListener>,
    address: std::net::SocketAddr,
    shut: watch::Receiver<bool>,
}

impl Wires {
    /// Listens at a port of this machine while `shut` is false.
    pub fn new(listener: TcpListener, port: u16, shut: watch::Receiver<bool>) -> Self {
        Self { listener: Some(listener), address: ([127, 0, 0, 1], port).into(), shut }
    }

    /// The listener, opened anew once the door is open again; none while it is shut.
    async fn open(&mut self) -> Option<TcpListener> {
        if *self.shut.borrow_and_update() {
            self.listener = None;
            // Nobody can open it any more once the sender is gone.
            let _ = self.shut.wait_for(|shut| !*shut).await;
        }
        match self.listener.take() {
            Some(listener) => Some(listener),
            None => TcpListener::bind(self.address).await.ok(),
        }
    }
}

impl Listener for Wires {
    type Io = Wire;
    type Addr = std::net::SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = loop {
            let Some(mut listener) = self.open().await else {
                tokio::task::yield_now().await;
                continue;
            };
            tokio::select! {
                accepted = Listener::accept(&mut listener) => {
                    self.listener = Some(listener);
                    break accepted;
                }
                changed = self.shut.changed() => {
                    if changed.is_err() {
                        std::future::pending::<()>().await;
                    }
                    self.listener = Some(listener);
                }
            }
        };
        // Failing to set the option only makes answers slower.
        let _ = stream.set_nodelay(true);
        (Wire { stream, cut: Cut::default() }, address)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}

/// One connection.
pub(super) struct Wire {
    stream: TcpStream,
    cut: Cut,
}

impl Wire {
    fn check(&self) -> io::Result<()> {
        if !self.cut.0.load(Ordering::SeqCst) {
            return Ok(());
        }
        // With no lingering the peer sees a reset, not a polite end.
        let _ = self.stream.set_zero_linger();
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
