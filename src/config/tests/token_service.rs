//! Tests of which token service an account's calls go to.

use super::Case;

const ALIBABA: &str = "https://sts.aliyuncs.com";
const TENCENT: &str = "https://sts.tencentcloudapi.com";
const OWN: &str = "http://127.0.0.1:1";

const TENCENT_KEY: [(&str, &str); 2] = [
    ("TENCENTCLOUD_SECRET_ID", "id"),
    ("TENCENTCLOUD_SECRET_KEY", "secret"),
];
const TENCENT_TOKEN: [(&str, &str); 3] = [
    ("TKE_ROLE_ARN", "qcs::cam::uin/1:roleName/r"),
    ("TKE_PROVIDER_ID", "p"),
    ("TKE_WEB_IDENTITY_TOKEN_FILE", "/token"),
];
const ALIBABA_KEY: [(&str, &str); 2] = [
    ("ALIBABA_CLOUD_ACCESS_KEY_ID", "id"),
    ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret"),
];
const ALIBABA_TOKEN: [(&str, &str); 3] = [
    ("ALIBABA_CLOUD_ROLE_ARN", "acs:ram::1:role/r"),
    ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "p"),
    ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "/token"),
];

/// A default profile for Alibaba Cloud with a token service of its own.
fn with(credentials: &str) -> Case {
    Case::new(&format!(
        "default_profile = 'p'\n[profiles.p]\nprovider = 'alibaba-ecs'\n\
         credentials = {{ {credentials}, sts_endpoint = '{OWN}' }}"
    ))
}

/// Writes a file of the vendor's CLI whose current profile takes a role.
fn write_role(case: &Case, more: &str) {
    let folder = case.folder.path().join(".aliyun");
    std::fs::create_dir_all(folder).unwrap();
    let file = format!(
        r#"{{"profiles":[{{"name":"default","mode":"RamRoleArn","access_key_id":"x",
        "access_key_secret":"x","ram_role_arn":"acs:ram::1:role/r","ram_session_name":"s"{more}}}]}}"#
    );
    case.write(".aliyun/config.json", &file, 0o600);
}

/// Whom the account's key is asked about, and the services on the way to the key,
/// that of the last role first.
fn asked(case: &Case) -> (String, Vec<String>) {
    let account = case.account();
    // Each source shows the address of its token service, and then its base.
    let shown = format!("{:?}", account.credentials.unwrap().source);
    let services = shown.split("TokenServiceAt(").skip(1);
    let services = services.filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()));
    let services = services.collect();
    (account.sts.unwrap().endpoint.to_string(), services)
}

fn services(one: &str, others: &[&str]) -> (String, Vec<String>) {
    let others = others.iter().map(|&other| other.to_owned());
    (one.to_owned(), others.collect())
}

#[test]
fn another_vendors_key_never_goes_to_a_profiles_token_service() {
    for by_flag in [false, true] {
        for (variables, through) in [
            (&TENCENT_KEY[..], &[][..]),
            (&TENCENT_TOKEN, &[TENCENT][..]),
        ] {
            let mut case = with("type = 'env'").set(variables);
            if by_flag {
                case = case.profile("p");
            }
            case.flags.provider = Some("tencent-ecm".to_owned());
            assert_eq!(asked(&case), services(TENCENT, through), "{by_flag}");
        }
    }
}

#[test]
fn a_profiles_token_service_is_for_the_profiles_own_key() {
    let own_key = "type = 'static', access_key_id = 'own', access_key_secret = 'own'";
    let own = services(OWN, &[]);
    assert_eq!(asked(&with(own_key)), own);
    assert_eq!(asked(&with(own_key).set(&ALIBABA_KEY).profile("p")), own);
    // The environment's key counts before the default profile.
    for (variables, through) in [
        (&ALIBABA_KEY[..], &[][..]),
        (&ALIBABA_TOKEN, &[ALIBABA][..]),
    ] {
        let case = with(own_key).set(variables);
        assert_eq!(asked(&case), services(ALIBABA, through));
    }
    // Here it is what the profile asks for.
    for (variables, through) in [(&ALIBABA_KEY[..], &[][..]), (&ALIBABA_TOKEN, &[OWN][..])] {
        let case = with("type = 'env'").set(variables);
        assert_eq!(asked(&case), services(OWN, through));
        assert_eq!(asked(&case.profile("p")), services(OWN, through));
    }
    // The role is the CLI's, and the profile has no key.
    let case = with("type = 'env'");
    write_role(&case, "");
    assert_eq!(asked(&case), services(ALIBABA, &[ALIBABA]));
}

#[test]
fn our_variable_counts_before_every_other_address() {
    let case = with("type = 'env'")
        .set(&ALIBABA_TOKEN)
        .set(&[("CLOUDQ_STS_ENDPOINT", "http://127.0.0.1:2")]);
    let ours = "http://127.0.0.1:2";
    assert_eq!(asked(&case), services(ours, &[ours]));
}

#[test]
fn each_profile_on_the_way_to_a_role_has_its_own_token_service() {
    let file = |own: &str| {
        format!(
            "[profiles.p]\ncredentials = {{ type = 'assume-role', role_arn = 'last', \
             source_profile = 'middle', sts_endpoint = '{OWN}' }}\n\
             [profiles.middle]\ncredentials = {{ type = 'assume-role', role_arn = 'first', \
             access_key_id = 'x', access_key_secret = 'x' {own} }}"
        )
    };
    let other = "http://127.0.0.1:2";
    let case = Case::new(&file(&format!(", sts_endpoint = '{other}'"))).profile("p");
    assert_eq!(asked(&case), services(OWN, &[OWN, other]));
    let case = Case::new(&file("")).profile("p");
    assert_eq!(asked(&case), services(OWN, &[OWN, ALIBABA]));
}

#[test]
fn the_clis_file_names_a_token_service_or_its_region() {
    const REGION: &str = r#","sts_region":"cn-beijing""#;
    let of_region = "https://sts.cn-beijing.aliyuncs.com";
    let address = r#","sts_endpoint":"sts-vpc.cn-beijing.aliyuncs.com""#;
    let of_address = "https://sts-vpc.cn-beijing.aliyuncs.com";
    let both = format!("{REGION}{address}");
    for (more, expected) in [
        (REGION, of_region),
        (address, of_address),
        (&both, of_address),
    ] {
        let case = Case::new("");
        write_role(&case, more);
        assert_eq!(asked(&case).1, [expected], "{more}");
        // A profile of ours that takes its key from there counts before it.
        let case = with("type = 'aliyun-cli'");
        write_role(&case, more);
        assert_eq!(asked(&case).1, [OWN], "{more}");
    }
}
