//! The regions the sandbox offers (ECS 2014-05-26 `DescribeRegions`).

/// Ids of all regions; the first is the default one.
pub const REGIONS: [&str; 11] = [
    "cn-hangzhou",
    "cn-beijing",
    "cn-shanghai",
    "cn-shenzhen",
    "cn-qingdao",
    "cn-wuhan-lr",
    "cn-hongkong",
    "ap-southeast-1",
    "ap-northeast-1",
    "us-east-1",
    "eu-central-1",
];

/// What the service says about a region.
#[derive(Debug)]
pub(crate) struct Region {
    /// Its name in Chinese, the default language.
    pub(crate) local_name: &'static str,
    pub(crate) english_name: &'static str,
    /// The host that serves it; three naming styles are in use.
    pub(crate) endpoint: &'static str,
    /// Left out of some answers, as in the vendor's published samples.
    pub(crate) status: Option<&'static str>,
    /// How the ids of its resources begin.
    pub(crate) id_prefix: &'static str,
}

const fn region(
    local_name: &'static str,
    english_name: &'static str,
    endpoint: &'static str,
    status: Option<&'static str>,
    id_prefix: &'static str,
) -> Region {
    Region {
        local_name,
        english_name,
        endpoint,
        status,
        id_prefix,
    }
}

/// Details, in the order of [`REGIONS`].
#[rustfmt::skip]
pub(crate) const DETAILS: [Region; REGIONS.len()] = [
    region("华东1（杭州）", "China (Hangzhou)", "ecs-cn-hangzhou.aliyuncs.com", Some("available"), "bp1"),
    region("华北2（北京）", "China (Beijing)", "ecs.cn-beijing.aliyuncs.com", Some("available"), "2ze"),
    region("华东2（上海）", "China (Shanghai)", "ecs.cn-shanghai.aliyuncs.com", Some("available"), "uf6"),
    region("华南1（深圳）", "China (Shenzhen)", "ecs.cn-shenzhen.aliyuncs.com", Some("available"), "wz9"),
    region("华北1（青岛）", "China (Qingdao)", "ecs.cn-qingdao.aliyuncs.com", None, "m5e"),
    region("华中1（武汉-本地地域）", "China (Wuhan-Local Region)", "ecs.cn-wuhan-lr.aliyuncs.com", Some("soldOut"), "n4a"),
    region("中国香港", "China (Hong Kong)", "ecs.cn-hongkong.aliyuncs.com", Some("available"), "j6c"),
    region("新加坡", "Singapore", "ecs.ap-southeast-1.aliyuncs.com", Some("available"), "t4n"),
    region("日本（东京）", "Japan (Tokyo)", "ecs.ap-northeast-1.aliyuncs.com", None, "6we"),
    region("美国（弗吉尼亚）", "US (Virginia)", "ecs.aliyuncs.com", None, "0xi"),
    region("德国（法兰克福）", "Germany (Frankfurt)", "ecs.eu-central-1.aliyuncs.com", Some("available"), "gw8"),
];

/// The place of a region in [`REGIONS`].
pub(crate) fn index(id: &str) -> Option<usize> {
    REGIONS.iter().position(|region| *region == id)
}
