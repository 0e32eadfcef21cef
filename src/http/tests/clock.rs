//! Calls that the service refuses for this machine's clock.

use std::sync::Arc;

use super::{NOW, Stage, attempts, call, call_with, client, fine, refusal, with_header};
use crate::clouds::alibaba::Acs3;
use crate::error::{Class, Error};
use crate::http::{Network, NoLog};

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_off_is_corrected_once() {
    let expired = with_header(
        refusal(400, "InvalidTimeStamp.Expired"),
        "date",
        "Sun, 22 Nov 2026 09:00:03 GMT",
    );
    let stage = Stage::new([expired.clone(), fine()]);
    let client = client(
        &stage,
        &Network {
            retries: 0,
            ..Network::default()
        },
        Arc::new(NoLog),
    );
    assert_eq!(call_with(&client, &Acs3).await.unwrap(), 2);
    // What was learnt holds for the next call.
    call_with(&client, &Acs3).await.unwrap();
    let dates = stage.header("x-acs-date");
    assert_eq!(dates, [NOW, "2026-11-22T09:00:03Z", "2026-11-22T09:00:03Z"]);

    let error = call(&Stage::new([expired])).await.unwrap_err();
    assert_eq!(attempts(&error), 2);
    let Error::Api { failure, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(failure.class, Class::Clock);

    for (date, expected) in [
        ("Mon, 23 Nov 2026 08:00:00 GMT", 2),
        ("Mon, 23 Nov 2026 08:00:01 GMT", 1),
        ("Sat, 21 Nov 2026 08:00:00 GMT", 2),
        ("Sat, 21 Nov 2026 07:59:59 GMT", 1),
        ("Wed, 01 Dec 2100 00:00:00 GMT", 1),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 1),
    ] {
        let far = with_header(refusal(400, "InvalidTimeStamp.Expired"), "date", date);
        let error = call(&Stage::new([far])).await.unwrap_err();
        assert_eq!(attempts(&error), expected, "{date}");
    }

    let without_date = refusal(400, "InvalidTimeStamp.Expired");
    assert_eq!(
        attempts(&call(&Stage::new([without_date])).await.unwrap_err()),
        1
    );
}
