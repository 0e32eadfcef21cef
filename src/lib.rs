//! Asks clouds which machine images exist, and which one is the newest.
//!
//! The program `cloudq` is a thin face over this crate. What it can ask, Rust code can ask too: a
//! [`Target`](engine::Target) is an [`Account`](engine::Account) in a region, a [`Question`](engine::Question) is made of
//! [`Filter`](model::Filter)s, and a [`Plan`](engine::Plan) says which of them a cloud decides itself.
//! [`collect`](engine::collect) reads every page, several at once, and checks that none is missing.
//!
//! ```
//! use cloudq::clouds;
//! use cloudq::error::Error;
//! use cloudq::http::Network;
//! use cloudq::model::{Filter, Image};
//! use cloudq::engine::{self, Account, Job, Plan, Question, Target};
//! use cloudq::secret::Secret;
//! use cloudq::sign::Credentials;
//!
//! /// The images of a family, wherever the target is.
//! async fn of_family(target: Target, family: &str) -> Result<Vec<Image>, Error> {
//!     let question = Question {
//!         asked: vec![Filter::Family(vec![family.to_owned()])],
//!         ..Question::default()
//!     };
//!     let plan = Plan::new(target.account.provider, &question)?.into();
//!     engine::collect(Job { target, plan }).await
//! }
//!
//! # #[cfg(feature = "sandbox")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let sandbox = cloudq::sandbox::Sandbox::start(cloudq::sandbox::Options::new(std::sync::Arc::new(
//! #     || cloudq::clock::Clock::now(&cloudq::clock::SystemClock).as_second(),
//! # )))
//! # .await?;
//! # let (id, secret) = (cloudq::sandbox::ACCESS_KEY_ID, cloudq::sandbox::ACCESS_KEY_SECRET);
//! let ecs = clouds::by_name("alibaba-ecs").ok_or("no such provider")?;
//! let key = Credentials {
//!     id: id.to_owned(),
//!     secret: Secret::new(secret),
//!     token: None,
//! };
//! let account = Account::new(ecs, key, &Network::default())?;
//! # let endpoint = Some(cloudq::http::address::parse(&sandbox.endpoint())?);
//! # let account = Account { endpoint, ..account };
//! let target = Target::new(&account.into(), "cn-hangzhou");
//! for image in of_family(target, "web").await? {
//!     println!("{} {}", image.id, image.name.unwrap_or_default());
//! #   assert_eq!(image.family.as_deref(), Some("web"));
//! }
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "sandbox"))]
//! # fn main() {}
//! ```
//!
//! [`newest`](engine::newest) chooses among them as `cloudq images latest` does;
//! [`images`](engine::images) is a stream of pages, [`Run`](engine::Run) one of many accounts.
//!
//! # The modules
//!
//! Each imports only from those above it.
//!
//! - [`error`], [`secret`], [`clock`], [`config_key`], [`request`], [`nearest`]: what can go wrong, and what the
//!   rest is made of
//! - [`model`]: images, regions and filters; [`machine`]: environment and files; [`words`]: those of messages
//! - [`sign`]: access keys, and the trait of signature schemes
//! - [`http`]: sends a signed call, again where that helps
//! - [`credentials`]: the chain in which credentials are found, and the keys that come of them
//! - [`provider`]: what a cloud is; [`clouds`]: a folder for each vendor, and [all providers](clouds::PROVIDERS)
//! - [`engine`]: filters, pages, many targets, the newest
//! - [`config`]: the configuration file and the environment; [`output`]: columns and formats
//! - [`cli`]: the program; `sandbox`, a feature that is on by default: the emulator, another crate
//!
//! # Stability
//!
//! The command line is what versions promise to keep. This crate follows it and may change with any minor
//! version below 1.0.

#![forbid(unsafe_code)]
// What only some clouds need is unused without them. A build with all clouds shows what none needs.
#![cfg_attr(not(feature = "clouds"), allow(dead_code, unused_imports))]

pub mod clock;
pub mod config_key;
pub mod error;
pub mod nearest;
pub mod request;
pub mod secret;

pub mod machine;
pub mod model;
pub mod words;

pub mod sign;

pub mod http;

pub mod credentials;

pub mod provider;

pub mod clouds;

pub mod engine;

pub mod config;
pub mod output;

pub mod cli;

#[cfg(feature = "sandbox")]
pub use cloudq_sandbox as sandbox;
