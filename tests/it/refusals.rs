//! Refusals that no permission of the key changes: of something on the way, of the account,
//! of the address.

use serde_json::json;

use crate::hostile::{run, service};

const PROVIDERS: [&str; 3] = ["ecs", "ens", "ecm"];

fn list(provider: &str, address: &str) -> crate::support::Ended {
    let arguments = format!("images list --provider {provider}");
    let run = run(&arguments, address).key("AKIDSomebodysKeyOfHis", "NotItsSecret");
    run.env("CLOUDQ_ERROR_FORMAT", "json").run()
}

#[test]
fn a_page_of_something_on_the_way_is_of_the_network() {
    for (status, body) in [
        (401, "<html>Sign in</html>"),
        (403, "<html><b>Blocked</b></html>"),
        (403, r#"{"error":"Blocked"}"#),
        (403, r#"{"code":403,"message":"Blocked"}"#),
        (401, r#"{"Code":"Forbidden","Message":"Sign in"}"#),
        (403, ""),
        (407, "<html>Sign in</html>"),
        (407, ""),
        (451, "Blocked"),
        (511, "<html>Sign in</html>"),
    ] {
        let address = service(status, body.to_owned());
        for provider in PROVIDERS {
            let ended = list(provider, &address);
            assert_eq!(
                (ended.code, ended.stdout.as_str()),
                (Some(6), ""),
                "{ended}"
            );
            let told: serde_json::Value = serde_json::from_str(&ended.stderr).unwrap();
            assert_eq!(told["kind"], "network", "{ended}");
            assert_eq!(told["http_status"], json!(status), "{ended}");
            assert_eq!(told["attempts"], 1, "{ended}");
            let message = told["message"].as_str().unwrap();
            assert!(message.contains(&format!("HTTP {status}")), "{ended}");
            assert!(!message.contains('>'), "{ended}");
            assert!(!told["hint"].as_str().unwrap().contains("needs"), "{ended}");
        }
    }
}

#[test]
fn states_of_the_account_and_the_address_are_told_as_such() {
    for (code, exit, hint) in [
        ("Forbidden.RiskControl", 4, "console"),
        ("InvalidAccountStatus.NotEnoughBalance", 4, "bills"),
        ("InvalidAccountStatus", 4, "console"),
        ("InvalidOperation.NotSupportedEndpoint", 5, "--endpoint"),
        ("RegionId.ApiNotSupported", 5, "--exclude-region"),
    ] {
        let body = json!({"Code": code, "Message": "no", "RequestId": "R-1"});
        let address = service(400, body.to_string());
        let ended = run("images list", &address).run();
        ended.failed_saying(exit, &[code, hint]);
        assert!(!ended.stderr.contains("ecs:DescribeImages"), "{ended}");
    }
    for (code, exit, hint) in [
        ("IpNotInWhitelist", 4, "console"),
        ("FailedOperation.AccountArrears", 4, "bills"),
        ("NoSuchProduct", 5, "--endpoint"),
        ("ActionOffline", 5, "--exclude-region"),
    ] {
        let error = json!({"Code": code, "Message": "no"});
        let body = json!({"Response": {"Error": error, "RequestId": "R-1"}});
        let address = service(200, body.to_string());
        let ended = run("images list --provider ecm", &address)
            .env("TENCENTCLOUD_SECRET_ID", "AKIDSomebodysKeyOfHis")
            .env("TENCENTCLOUD_SECRET_KEY", "NotItsSecret")
            .run();
        ended.failed_saying(exit, &[code, hint]);
    }
}
