
mod sandbox;
mod store;
mod telegram;
