//! Which keys there are, whom they stand for, and until when: three for good, and the temporary ones given out.
//!
//! Temporary keys come from the seed and a counter, so that the same calls give the same keys. They
//! look like the vendors' own (`KeyForm`). The three for good serve all clouds, those given out only the
//! one that gave them.

use std::{
    borrow::Cow,
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    known::{
        ACCESS_KEY_ID, ACCESS_KEY_SECRET, DENIED_KEY_ID, DENIED_KEY_SECRET, DENIED_USER_NAME,
        STS_KEY_ID, STS_KEY_SECRET, STS_TOKEN, USER_NAME,
    },
    random::{Random, hash},
    roles::{ROLES, Role},
    time::moment_text,
};

/// Keys given out that are remembered at most; the oldest are forgotten first.
const KEPT: usize = 100_000;

/// How the temporary keys of a cloud look. Each is known only to the cloud that gave it.
pub(crate) struct KeyForm {
    pub(crate) cloud: &'static str,
    pub(crate) id: fn(&mut Random) -> String,
    pub(crate) token: fn(&mut Random) -> String,
}

/// Whom a key stands for.
#[derive(Debug)]
pub(crate) enum Identity {
    /// A user of the account.
    User { name: &'static str },
    /// Whoever assumed a role.
    Role {
        role: &'static Role,
        session: String,
    },
}

/// A key pair the sandbox knows.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) key_id: Cow<'static, str>,
    pub(crate) secret: Cow<'static, str>,
    /// A temporary key needs this too.
    pub(crate) token: Option<Cow<'static, str>>,
    /// The Unix second from which on it is refused; `None` is never.
    pub(crate) end: Option<i64>,
    /// May it do what needs a permission?
    pub(crate) permitted: bool,
    pub(crate) identity: Identity,
    /// The cloud that knows it; `None` is every one.
    cloud: Option<&'static str>,
}

impl Account {
    /// Has it ended?
    pub(crate) fn is_over(&self, now: i64) -> bool {
        self.end.is_some_and(|end| end <= now)
    }
}

/// All keys.
#[derive(Debug)]
pub(crate) struct Keys {
    permanent: [Arc<Account>; 3],
    seed: u64,
    /// The longest life of a key given out, in seconds; `None` is what was asked for.
    longest: Option<u32>,
    given: Mutex<Given>,
}

/// The keys given out, oldest first.
#[derive(Debug, Default)]
struct Given {
    count: u64,
    known: HashMap<String, Arc<Account>>,
    order: VecDeque<String>,
}

impl Keys {
    pub(crate) fn new(seed: u64, longest: Option<u32>) -> Keys {
        let permanent = |key_id, secret, permitted, identity| Account {
            key_id: Cow::Borrowed(key_id),
            secret: Cow::Borrowed(secret),
            token: None,
            end: None,
            permitted,
            identity,
            cloud: None,
        };
        let ordinary = Identity::User { name: USER_NAME };
        let denied = Identity::User {
            name: DENIED_USER_NAME,
        };
        let temporary = Identity::Role {
            role: &ROLES[0],
            session: "sandbox".to_owned(),
        };
        Keys {
            permanent: [
                permanent(ACCESS_KEY_ID, ACCESS_KEY_SECRET, true, ordinary).into(),
                permanent(DENIED_KEY_ID, DENIED_KEY_SECRET, false, denied).into(),
                Arc::new(Account {
                    token: Some(Cow::Borrowed(STS_TOKEN)),
                    ..permanent(STS_KEY_ID, STS_KEY_SECRET, true, temporary)
                }),
            ],
            seed,
            longest,
            given: Mutex::default(),
        }
    }

    /// Finds a key that the cloud with keys of this form knows, over or not.
    pub(crate) fn find(&self, form: &KeyForm, key_id: &str) -> Option<Arc<Account>> {
        let mut permanent = self.permanent.iter();
        if let Some(account) = permanent.find(|account| account.key_id == key_id) {
            return Some(Arc::clone(account));
        }
        let given = self.lock();
        let account = given.known.get(key_id)?;
        (account.cloud == Some(form.cloud)).then(|| Arc::clone(account))
    }

    /// Gives out a temporary key that lives for so many seconds, or as long as any may.
    pub(crate) fn give(
        &self,
        form: &KeyForm,
        role: &'static Role,
        session: &str,
        seconds: u32,
        now: i64,
    ) -> TemporaryKey {
        let mut given = self.lock();
        given.count += 1;
        let mut random = Random::new(hash(self.seed, &format!("key {}", given.count)));
        let id = (form.id)(&mut random);
        let token = (form.token)(&mut random);
        let secret = base64(&mut random, 32);
        let end = now + i64::from(seconds.min(self.longest.unwrap_or(u32::MAX)));
        let account = Account {
            key_id: Cow::Owned(id.clone()),
            secret: Cow::Owned(secret.clone()),
            token: Some(Cow::Owned(token.clone())),
            end: Some(end),
            permitted: true,
            identity: Identity::Role {
                role,
                session: session.to_owned(),
            },
            cloud: Some(form.cloud),
        };
        if given.order.len() == KEPT
            && let Some(oldest) = given.order.pop_front()
        {
            given.known.remove(&oldest);
        }
        given.order.push_back(id.clone());
        given.known.insert(id.clone(), Arc::new(account));
        TemporaryKey {
            id,
            secret,
            token,
            end,
        }
    }

    /// Locks; a panic elsewhere leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, Given> {
        self.given.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A key as its new owner gets it.
pub(crate) struct TemporaryKey {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) token: String,
    /// The Unix second from which on it is refused.
    pub(crate) end: i64,
}

impl TemporaryKey {
    /// When it ends, as all vendors write it: `2026-10-10T10:10:10Z`.
    pub(crate) fn expiration(&self) -> String {
        written(self.end)
    }
}

/// A moment as all vendors write it.
pub(crate) fn written(seconds: i64) -> String {
    moment_text(seconds, "%Y-%m-%dT%H:%M:%SZ")
}

/// So many letters and digits.
pub(crate) fn letters(random: &mut Random, length: usize) -> String {
    const SIGNS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    (0..length)
        .map(|_| char::from(*random.pick(SIGNS)))
        .collect()
}

/// So many bytes in base64, with the signs that have to be escaped in a query.
pub(crate) fn base64(random: &mut Random, bytes: usize) -> String {
    let bytes: Vec<u8> = (0..bytes).map(|_| random.next().to_le_bytes()[0]).collect();
    STANDARD.encode(bytes)
}
