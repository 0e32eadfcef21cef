//! What all products of Alibaba Cloud have in common, and how they are told apart.

use super::{
    answer::{Language, Voice, host},
    envelope::{Envelope, is_acs3, named},
    key_pages, metadata,
    products::{ECS, ENS, STS},
    verify::Gate,
};
use crate::{
    answer::{Answer, Refusal},
    cloud::{Caller, Cloud, Said},
    fault::Target,
    key_page::Asked,
    keys::Keys,
    product::Product,
    request::Request,
    voice,
};

/// Alibaba Cloud.
#[derive(Default)]
pub(crate) struct Alibaba {
    gate: Gate,
}

impl Cloud for Alibaba {
    fn claims(&self, _request: &Request) -> bool {
        // What carries nothing of another cloud's is a call of the first product there was.
        true
    }

    /// Recognises the product without trusting anything: what is not plainly another one is ECS.
    ///
    /// One address serves all products, so that the product shows in the version. Host names would
    /// tell too, but on loopback there are none.
    fn product(&self, request: &Request) -> &'static Product {
        let version = named(request, "x-acs-version", "Version").unwrap_or_default();
        [&ENS, &STS]
            .into_iter()
            .find(|product| product.version == version)
            .unwrap_or(&ECS)
    }

    fn target(&self, request: &Request) -> Target {
        let params = &request.params;
        let number = |name| params.text(name).and_then(|number| number.parse().ok());
        Target {
            action: named(request, "x-acs-action", "Action").unwrap_or_default(),
            region: params.text("RegionId").map(str::to_owned),
            page: number("PageNumber"),
            page_size: number("PageSize"),
        }
    }

    fn said(&self, request: &Request) -> Said {
        let params = &request.params;
        Said {
            action: named(request, "x-acs-action", "Action"),
            version: named(request, "x-acs-version", "Version"),
            nonce: if is_acs3(request) {
                request.header_text("x-acs-signature-nonce")
            } else {
                params.text("SignatureNonce").map(str::to_owned)
            },
            is_signed: is_acs3(request) || params.text("Signature").is_some(),
        }
    }

    fn voice(
        &self,
        request: &Request,
        product: &'static Product,
        target: &Target,
        request_id: String,
    ) -> Box<dyn voice::Voice> {
        Box::new(Voice {
            language: language(request),
            request_id,
            host: host(product, target.region.as_deref()),
            product,
            action: target.action.clone(),
        })
    }

    fn check_entrance(&self, request: &Request) -> Result<(), Refusal> {
        if request.path != "/" {
            return Err(Refusal::new(
                404,
                "InvalidApi.NotFound",
                "Specified api is not found, please check your url and method.",
            ));
        }
        if !["GET", "POST"].contains(&request.method.as_str()) {
            return Err(Refusal::new(
                403,
                "UnsupportedHTTPMethod",
                "This http method is not supported.",
            ));
        }
        Ok(())
    }

    fn admit(&self, keys: &Keys, request: &Request, clock: (i64, i64)) -> Result<Caller, Refusal> {
        let envelope = Envelope::read(request)?;
        Ok(Caller {
            account: Some(self.gate.admit(keys, request, &envelope, clock)?),
            version: envelope.version,
            action: envelope.action,
        })
    }

    fn unknown_version(&self) -> Refusal {
        Refusal::new(400, "InvalidVersion", "Specified version is not valid.")
    }

    fn unknown_action(&self) -> Refusal {
        Refusal::new(
            404,
            "InvalidAction.NotFound",
            "Specified api is not found, please check your url and method.",
        )
    }

    fn has_key_page(&self, path: &str) -> bool {
        key_pages::has(path) || metadata::has(path)
    }

    fn key_page(&self, asked: &Asked) -> Option<Answer> {
        key_pages::answer(asked).or_else(|| metadata::answer(asked))
    }
}

/// Without ACS3, JSON must be asked for; places where there is no API speak JSON.
fn language(request: &Request) -> Language {
    let asked = request
        .params
        .text("Format")
        .is_some_and(|format| format.eq_ignore_ascii_case("json"));
    // Without a signature, a call in the form of ACS3 names its operation in a header all the same.
    let headers =
        request.params.text("Action").is_none() && request.header_text("x-acs-action").is_some();
    if asked || headers || is_acs3(request) || request.path != "/" {
        Language::Json
    } else {
        Language::Xml
    }
}
