//! What the user's text holds: answers of the APIs and objects of the client, told apart by their members.

use std::{collections::BTreeMap, error::Error, fmt, sync::Arc};

use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Map, Value, value::RawValue};

use super::{facts, listed::Listed, rows};
use crate::{
    alibaba::{ens_images::EnsImage, image::Image},
    entry::Entry,
    tencent::ecm_image::EcmImage,
};

/// The longest text, in bytes.
const LONGEST: usize = 100_000_000;

/// The most images.
const MOST: usize = 1_000_000;

/// Images that a sandbox lists in place of those it would make up.
///
/// They replace the images of the product they are of, and of ECS those of their region: answers of
/// the API belong to every region, while the client's objects name theirs. What nothing is given
/// for keeps its made-up images. A region that the sandbox does not know is added.
///
/// ```
/// use cloudq_sandbox::Data;
///
/// let data: Data = r#"[{"ImageId": "m-1", "ImageName": "mine"}]"#.parse()?;
/// # let _ = data;
/// # Ok::<(), cloudq_sandbox::InvalidData>(())
/// ```
#[derive(Clone, Debug)]
pub struct Data(Arc<Images>);

/// The images by product; `None` is nothing given, not even an empty list.
#[derive(Debug, Default)]
pub(crate) struct Images {
    /// Of ECS, in every region.
    pub(crate) everywhere: Option<Arc<Vec<Entry<Image>>>>,
    /// Of ECS, by region; those of everywhere included.
    pub(crate) regions: BTreeMap<String, Arc<Vec<Entry<Image>>>>,
    pub(crate) ens: Option<Vec<Entry<EnsImage>>>,
    pub(crate) ecm: Option<Vec<Entry<EcmImage>>>,
}

impl Data {
    /// Reads images from JSON.
    ///
    /// It takes answers of ECS `DescribeImages` and ENS `DescribeImageInfos`, of ECM
    /// `DescribeImage` with or without the outermost `Response`, bare lists of their images, and
    /// objects of the schema `cloudq.image/1`, as a list or one on a line. An object with
    /// `provider_raw` stands for what that holds.
    ///
    /// # Errors
    /// A text that is no JSON, is longer than 100 MB, or holds more than 1,000,000 images, none at
    /// all, or something that is no image; the message says where.
    pub fn parse(text: &str) -> Result<Data, InvalidData> {
        Data::parse_at_most(text, MOST)
    }

    /// Reads images, as long as they are not too many.
    pub(crate) fn parse_at_most(text: &str, most: usize) -> Result<Data, InvalidData> {
        if text.len() > LONGEST {
            let length = text.len();
            return Err(InvalidData(format!(
                "the data is {length} bytes long; at most {LONGEST} are read"
            )));
        }
        // Some editors put a byte order mark in front.
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut reader = Reader::new(text, most);
        for value in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
            let value = value.map_err(|error| InvalidData(format!("no JSON: {error}")))?;
            reader.value(value)?;
        }
        reader.finish()
    }

    pub(crate) fn images(&self) -> &Images {
        &self.0
    }
}

impl std::str::FromStr for Data {
    type Err = InvalidData;

    fn from_str(text: &str) -> Result<Data, InvalidData> {
        Data::parse(text)
    }
}

/// Data that could not be read: what is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidData(String);

impl fmt::Display for InvalidData {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Error for InvalidData {}

/// The members by which answers are told apart; an image has none of them.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer<'t> {
    #[serde(borrow)]
    response: Option<&'t RawValue>,
    /// Of ECS and ENS.
    #[serde(borrow)]
    images: Option<&'t RawValue>,
    /// What `Images` holds; of `DescribeImageFromFamily` one image.
    #[serde(borrow)]
    image: Option<&'t RawValue>,
    /// Of ECM.
    #[serde(borrow)]
    image_set: Option<&'t RawValue>,
    /// Of ENS 0, and of errors a text.
    code: Option<Value>,
    error: Option<IgnoredAny>,
    total_count: Option<IgnoredAny>,
}

/// What is found so far.
struct Reader<'t> {
    text: &'t str,
    most: usize,
    count: usize,
    everywhere: Option<Vec<Entry<Image>>>,
    regions: BTreeMap<String, Vec<Entry<Image>>>,
    ens: Option<Vec<Entry<EnsImage>>>,
    ecm: Option<Vec<Entry<EcmImage>>>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, most: usize) -> Reader<'t> {
        Reader {
            text,
            most,
            count: 0,
            everywhere: None,
            regions: BTreeMap::new(),
            ens: None,
            ecm: None,
        }
    }

    /// Reads an answer, an image, or a list of images.
    fn value(&mut self, value: &'t RawValue) -> Result<(), InvalidData> {
        if value.get().starts_with('[') {
            return self.list(value, None);
        }
        if !value.get().starts_with('{') {
            return Err(self.wrong(value, "here is neither an object nor a list"));
        }
        let answer = self.answer(value)?;
        let inner = match answer.response {
            None => answer,
            Some(inner) => {
                let inner = self.answer(inner)?;
                // An answer without images may say null, or nothing.
                if inner.error.is_none() && inner.image_set.is_none() {
                    self.none_of(Listed::Ecm);
                    return Ok(());
                }
                inner
            }
        };
        let failed = inner.error.is_some() || inner.code.as_ref().is_some_and(Value::is_string);
        if failed {
            return Err(self.wrong(value, "this answer is an error and holds no images"));
        }
        if let Some(images) = inner.image_set {
            return self.list(images, Some(Listed::Ecm));
        }
        let product = inner.code.is_some().then_some(Listed::Ens);
        if let Some(images) = inner.images {
            let images = if images.get().starts_with('{') {
                self.answer(images)?.image
            } else {
                Some(images)
            };
            let product = product.unwrap_or(Listed::Ecs);
            let Some(images) = images else {
                self.none_of(product);
                return Ok(());
            };
            return self.list(images, Some(product));
        }
        match inner.image {
            Some(images) if images.get().starts_with('[') => self.list(images, product),
            Some(image) => self.image(image, product),
            None if inner.total_count.is_some() || product.is_some() => {
                self.none_of(product.unwrap_or(Listed::Ecs));
                Ok(())
            }
            None => self.image(value, None),
        }
    }

    fn answer(&self, value: &'t RawValue) -> Result<Answer<'t>, InvalidData> {
        serde_json::from_str(value.get())
            .map_err(|error| self.wrong(value, &format!("this is no answer of the API: {error}")))
    }

    /// An answer that lists nothing empties the product.
    fn none_of(&mut self, product: Listed) {
        match product {
            Listed::Ecs => _ = self.everywhere.get_or_insert_default(),
            Listed::Ens => _ = self.ens.get_or_insert_default(),
            Listed::Ecm => _ = self.ecm.get_or_insert_default(),
        }
    }

    fn list(&mut self, value: &'t RawValue, product: Option<Listed>) -> Result<(), InvalidData> {
        let images: Vec<&RawValue> = serde_json::from_str(value.get())
            .map_err(|_| self.wrong(value, "the images are not a list"))?;
        if let Some(product) = product.filter(|_| images.is_empty()) {
            self.none_of(product);
        }
        images
            .into_iter()
            .try_for_each(|image| self.image(image, product))
    }

    /// Reads one image. `product` is what the answer around it is of; it does not overrule members
    /// that only another product's images have.
    fn image(&mut self, value: &'t RawValue, product: Option<Listed>) -> Result<(), InvalidData> {
        self.count += 1;
        if self.count > self.most {
            let most = self.most;
            return Err(InvalidData(format!(
                "the data holds more than {most} images"
            )));
        }
        let members: Map<String, Value> = serde_json::from_str(value.get())
            .map_err(|_| self.wrong_image(value, "is not an object"))?;
        if members.contains_key("provider") {
            return self.row(value, &members);
        }
        let product = facts::product(&members, product);
        self.add(value, value.get(), &members, product, None)
    }

    /// Reads an object of the client.
    fn row(
        &mut self,
        value: &'t RawValue,
        members: &Map<String, Value>,
    ) -> Result<(), InvalidData> {
        #[derive(Deserialize)]
        struct Row<'t> {
            #[serde(borrow)]
            provider_raw: Option<&'t RawValue>,
        }
        let provider = members["provider"].as_str().unwrap_or_default();
        let product = match provider {
            "alibaba-ecs" => Listed::Ecs,
            "alibaba-ens" => Listed::Ens,
            "tencent-ecm" => Listed::Ecm,
            _ => {
                let what = format!("is of the provider `{provider}`, which has no emulator here");
                return Err(self.wrong_image(value, &what));
            }
        };
        let region = members.get("region").and_then(Value::as_str);
        let sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if let Some(region) = region
            && (region.is_empty() || !region.bytes().all(sign))
        {
            let what = format!("is of the region `{region}`, which is no id of a region");
            return Err(self.wrong_image(value, &what));
        }
        let row: Row = serde_json::from_str(value.get())
            .map_err(|error| self.wrong_image(value, &error.to_string()))?;
        if let Some(raw) = row.provider_raw {
            let members: Map<String, Value> = serde_json::from_str(raw.get())
                .map_err(|_| self.wrong_image(value, "has a `provider_raw` that is no object"))?;
            return self.add(value, raw.get(), &members, product, region);
        }
        let members = rows::in_words_of_the_api(product, members);
        let text = Value::Object(members.clone()).to_string();
        self.add(value, &text, &members, product, region)
    }

    fn add(
        &mut self,
        value: &RawValue,
        text: &str,
        members: &Map<String, Value>,
        product: Listed,
        region: Option<&str>,
    ) -> Result<(), InvalidData> {
        let id = members.get("ImageId").and_then(Value::as_str);
        let Some(id) = id.filter(|id| !id.is_empty()) else {
            return Err(self.wrong_image(value, "has no id: `ImageId`, or `provider` and `id`"));
        };
        match product {
            Listed::Ecs => {
                let images = match region {
                    Some(region) => self.regions.entry(region.to_owned()).or_default(),
                    None => self.everywhere.get_or_insert_default(),
                };
                images.push(Entry::given(facts::ecs(id, members), text));
            }
            Listed::Ens => {
                let images = self.ens.get_or_insert_default();
                images.push(Entry::given(facts::ens(id, members), text));
            }
            Listed::Ecm => {
                let images = self.ecm.get_or_insert_default();
                images.push(Entry::given(facts::ecm(id, members), text));
            }
        }
        Ok(())
    }

    fn wrong_image(&self, value: &RawValue, what: &str) -> InvalidData {
        self.wrong(value, &format!("image {} {what}", self.count))
    }

    /// Tells where a value begins.
    fn wrong(&self, value: &RawValue, what: &str) -> InvalidData {
        // Values are parts of the text, so that their places in memory tell where.
        let offset = value.get().as_ptr().addr() - self.text.as_ptr().addr();
        let before = self.text.get(..offset).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before
            .chars()
            .rev()
            .take_while(|sign| *sign != '\n')
            .count()
            + 1;
        InvalidData(format!("{what}, at line {line} column {column}"))
    }

    fn finish(self) -> Result<Data, InvalidData> {
        let nothing = self.everywhere.is_none()
            && self.regions.is_empty()
            && self.ens.is_none()
            && self.ecm.is_none();
        if nothing {
            return Err(InvalidData(
                "the data holds no image, and nothing tells of which product it is".to_owned(),
            ));
        }
        let shared = self.everywhere.as_deref().unwrap_or_default();
        let regions = self.regions.into_iter().map(|(region, mut images)| {
            images.extend_from_slice(shared);
            (region, Arc::new(images))
        });
        Ok(Data(Arc::new(Images {
            regions: regions.collect(),
            everywhere: self.everywhere.map(Arc::new),
            ens: self.ens,
            ecm: self.ecm,
        })))
    }
}

impl Images {
    /// The images of a region of ECS, if any are given for it.
    pub(crate) fn region(&self, id: &str) -> Option<&Arc<Vec<Entry<Image>>>> {
        self.regions.get(id).or(self.everywhere.as_ref())
    }
}
