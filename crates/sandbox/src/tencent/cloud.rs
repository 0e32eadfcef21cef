//! What all products of Tencent Cloud's API 3.0 have in common, and how they are told apart.
//!
//! Sources: the vendor's pages "Signature v3", "Signature", "Request Structure", "Responses" and
//! "Error Codes" of the common part. Which input gets which code is not documented for most; where
//! the choice is this emulator's it is marked "choice".

use std::time::Instant;

use super::key_form::FORM;
use super::{
    answer::{Voice, refusal},
    arguments::Arguments,
    ecm,
    envelope::{Envelope, action, is_unsigned, region, version},
    metadata,
    products::{ECM, STS},
    rate::Rate,
    signature,
};
use crate::{
    answer::{Answer, Refusal},
    busiest::Busiest,
    cloud::{Caller, Cloud, Said},
    fault::Target,
    key_page::Asked,
    keys::{Account, Keys},
    options::Options,
    product::{Operation, Product},
    request::Request,
    voice,
};

/// How far a time stamp may be from the server's clock, in seconds.
const WINDOW: u64 = 300;

/// Tencent Cloud.
pub(crate) struct Tencent {
    rate: Rate,
    busiest: Busiest,
}

impl Tencent {
    pub(crate) fn new(options: &Options) -> Tencent {
        Tencent {
            rate: Rate::new(options.ecm_rate),
            busiest: Busiest::default(),
        }
    }
}

impl Cloud for Tencent {
    /// The vendor shows in the signature scheme.
    fn claims(&self, request: &Request) -> bool {
        let header = request.header("authorization").unwrap_or_default();
        header.starts_with("TC3-")
            || request.params.sent("SecretId").is_some()
            || request.header("x-tc-action").is_some()
    }

    /// Recognises the product without trusting anything: what is not plainly another one is ECM.
    fn product(&self, request: &Request) -> &'static Product {
        match version(request) {
            Some(version) if version == STS.version => &STS,
            _ => &ECM,
        }
    }

    /// Offset and limit are told as a page, so that a fault can name one.
    fn target(&self, request: &Request) -> Target {
        let arguments = Arguments::read(request).unwrap_or_default();
        let number = |name| {
            let number = arguments.integer(name).ok().flatten();
            number.and_then(|number| u32::try_from(number).ok())
        };
        let page_size = number("Limit");
        let page = number("Offset")
            .unwrap_or(0)
            .checked_div(page_size.unwrap_or(ecm::LIMIT))
            .and_then(|page| page.checked_add(1));
        Target {
            action: action(request).unwrap_or_default(),
            region: region(request),
            page,
            page_size,
        }
    }

    fn said(&self, request: &Request) -> Said {
        Said {
            action: action(request),
            version: version(request),
            nonce: request.params.text("Nonce").map(str::to_owned),
            is_signed: !is_unsigned(request),
        }
    }

    fn voice(
        &self,
        _request: &Request,
        _product: &'static Product,
        _target: &Target,
        request_id: String,
    ) -> Box<dyn voice::Voice> {
        Box::new(Voice {
            request_id: request_id.to_lowercase(),
        })
    }

    /// `UnsupportedProtocol` for a method other than GET and POST, `InvalidRequest` for another path (choice).
    fn check_entrance(&self, request: &Request) -> Result<(), Refusal> {
        if !["GET", "POST"].contains(&request.method.as_str()) {
            return Err(refusal(
                "UnsupportedProtocol",
                "Only the methods GET and POST are supported.",
            ));
        }
        if request.path != "/" {
            return Err(refusal("InvalidRequest", "The path must be `/`."));
        }
        Ok(())
    }

    /// Checks envelope, key, time, signature and token, in that order (choice).
    ///
    /// A repeated request is no offence: version 3 has no nonce, and what becomes of a repeated nonce
    /// of version 1 is not documented.
    fn admit(
        &self,
        keys: &Keys,
        request: &Request,
        (now, skew): (i64, i64),
    ) -> Result<Caller, Refusal> {
        let envelope = Envelope::read(request)?;
        let account = keys
            .find(&FORM, &envelope.key_id)
            .ok_or_else(|| refusal("AuthFailure.SecretIdNotFound", "No key has this SecretId."))?;
        if (now + skew).abs_diff(envelope.stamp) > WINDOW {
            return Err(refusal(
                "AuthFailure.SignatureExpire",
                "The time stamp is more than five minutes off the server's clock.",
            ));
        }
        signature::check(request, &envelope, &account.secret)?;
        // A permanent key has no token, so that one sent with it belongs to another key (choice).
        if account.token.as_deref() != envelope.token.as_deref() || account.is_over(now) {
            return Err(refusal(
                "AuthFailure.TokenFailure",
                "The token is missing, expired or of another key.",
            ));
        }
        Ok(Caller {
            account: Some(account),
            version: envelope.version,
            action: envelope.action,
        })
    }

    fn unknown_version(&self) -> Refusal {
        refusal("NoSuchVersion", "Specified version is not valid.")
    }

    fn unknown_action(&self) -> Refusal {
        refusal(
            "InvalidAction",
            "Specified api is not found, please check your url and method.",
        )
    }

    fn came(&self, product: &Product, received: Instant) {
        if product.version == ECM.version {
            self.busiest.came(received);
        }
    }

    fn busiest_second(&self) -> u64 {
        self.busiest.most()
    }

    fn check_rate(
        &self,
        product: &Product,
        operation: &Operation,
        account: &Account,
        received: Instant,
    ) -> Result<(), Refusal> {
        if product.version != ECM.version {
            return Ok(());
        }
        self.rate.admit(&account.key_id, operation.action, received)
    }

    fn has_key_page(&self, path: &str) -> bool {
        metadata::has(path)
    }

    fn key_page(&self, asked: &Asked) -> Option<Answer> {
        metadata::answer(asked)
    }
}
