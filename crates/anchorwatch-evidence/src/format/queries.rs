//! A look-up in JSON.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use crate::{
    DnsAnswer, DnsData, DnsEngine, DnsExchange, DnsQuery, DnsQueryType, DnsResponse, Failure,
    Resolver,
};

/// The keys after `answers` are there together, and only if a resolver was asked by this program:
/// a file without such a look-up is as before there were any.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QueryDocument {
    hostname: String,
    resolver: ResolverDocument,
    failure: Option<String>,
    answers: Vec<IpAddr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    engine: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resolver_address: Option<SocketAddr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resolver_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    query_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    responses: Option<Vec<ResponseDocument>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unmatched_count: Option<u64>,
}

#[derive(Serialize, Deserialize, Clone, Copy)]
#[serde(rename_all = "snake_case")]
enum ResolverDocument {
    System,
    Given,
    Other,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ResponseDocument {
    rcode: u16,
    /// Left out where it is not so, as in files from before it was recorded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_truncated: bool,
    answers: Vec<AnswerDocument>,
    elapsed_us: u64,
}

/// With one of the address, the host name, the parts of a record, or nothing, as the type says.
#[derive(Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct AnswerDocument {
    answer_type: String,
    ttl: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ipv4: Option<Ipv4Addr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ipv6: Option<Ipv6Addr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hostname: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    priority: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ech_sha256: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    alpn: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    is_critical: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

/// The prefix of a type that has no mnemonic here (RFC 3597 §5).
const NUMBERED: &str = "TYPE";

impl QueryDocument {
    pub(super) fn of(query: &DnsQuery) -> Self {
        let exchange = query.exchange.as_ref();
        Self {
            hostname: query.hostname.clone(),
            resolver: match query.resolver {
                Resolver::System => ResolverDocument::System,
                Resolver::Given => ResolverDocument::Given,
                Resolver::Other => ResolverDocument::Other,
            },
            failure: query.failure.as_ref().map(Failure::to_string),
            answers: query.answers.clone(),
            engine: exchange.map(|it| it.engine.code().to_owned()),
            resolver_address: exchange.map(|it| it.resolver_address),
            resolver_name: exchange.and_then(|it| it.resolver_name.clone()),
            query_type: exchange.map(|it| it.query_type.code().to_owned()),
            responses: exchange.map(|it| it.responses.iter().map(ResponseDocument::of).collect()),
            unmatched_count: exchange.map(|it| it.unmatched_count),
        }
    }

    /// The key whose value is wrong, if one is.
    pub(super) fn read(self) -> Result<DnsQuery, &'static str> {
        let exchange = match &self.engine {
            Some(_) => Some(self.exchange()?),
            None if self.has_rest_of_exchange() => return Err("engine"),
            None => None,
        };
        Ok(DnsQuery {
            hostname: self.hostname,
            resolver: match self.resolver {
                ResolverDocument::System => Resolver::System,
                ResolverDocument::Given => Resolver::Given,
                ResolverDocument::Other => Resolver::Other,
            },
            failure: self.failure.as_deref().map(Failure::parse),
            answers: self.answers,
            exchange,
        })
    }

    const fn has_rest_of_exchange(&self) -> bool {
        self.resolver_address.is_some()
            || self.resolver_name.is_some()
            || self.query_type.is_some()
            || self.responses.is_some()
            || self.unmatched_count.is_some()
    }

    fn exchange(&self) -> Result<DnsExchange, &'static str> {
        let engine = self.engine.as_deref();
        let engine = DnsEngine::ALL
            .into_iter()
            .find(|it| Some(it.code()) == engine);
        let asked = self.query_type.as_deref();
        let asked = DnsQueryType::ALL
            .into_iter()
            .find(|it| Some(it.code()) == asked);
        let responses = self.responses.as_ref().ok_or("responses")?;
        Ok(DnsExchange {
            engine: engine.ok_or("engine")?,
            resolver_address: self.resolver_address.ok_or("resolver_address")?,
            resolver_name: self.resolver_name.clone(),
            query_type: asked.ok_or("query_type")?,
            responses: responses
                .iter()
                .map(ResponseDocument::read)
                .collect::<Result<_, _>>()?,
            unmatched_count: self.unmatched_count.ok_or("unmatched_count")?,
        })
    }
}

impl ResponseDocument {
    fn of(response: &DnsResponse) -> Self {
        Self {
            rcode: response.rcode,
            is_truncated: response.is_truncated,
            answers: response.answers.iter().map(AnswerDocument::of).collect(),
            elapsed_us: microseconds(response.elapsed),
        }
    }

    fn read(&self) -> Result<DnsResponse, &'static str> {
        let answers = self.answers.iter().map(AnswerDocument::read);
        Ok(DnsResponse {
            rcode: self.rcode,
            is_truncated: self.is_truncated,
            answers: answers.collect::<Result<_, _>>()?,
            elapsed: Duration::from_micros(self.elapsed_us),
        })
    }
}

impl AnswerDocument {
    fn of(answer: &DnsAnswer) -> Self {
        let empty = Self {
            ttl: answer.ttl,
            ..Self::default()
        };
        match &answer.data {
            DnsData::Address(IpAddr::V4(address)) => Self {
                answer_type: "A".to_owned(),
                ipv4: Some(*address),
                ..empty
            },
            DnsData::Address(IpAddr::V6(address)) => Self {
                answer_type: "AAAA".to_owned(),
                ipv6: Some(*address),
                ..empty
            },
            DnsData::Alias(hostname) => Self {
                answer_type: "CNAME".to_owned(),
                hostname: Some(hostname.clone()),
                ..empty
            },
            DnsData::Https {
                priority,
                hostname,
                ech_sha256,
                alpn,
            } => Self {
                answer_type: "HTTPS".to_owned(),
                hostname: Some(hostname.clone()),
                priority: Some(*priority),
                ech_sha256: ech_sha256.map(|hash| HEXLOWER.encode(&hash)),
                alpn: alpn.clone(),
                ..empty
            },
            DnsData::Caa {
                is_critical,
                tag,
                value,
            } => Self {
                answer_type: "CAA".to_owned(),
                is_critical: Some(*is_critical),
                tag: Some(tag.clone()),
                value: Some(value.clone()),
                ..empty
            },
            DnsData::Other(number) => Self {
                answer_type: format!("{NUMBERED}{number}"),
                ..empty
            },
        }
    }

    fn read(&self) -> Result<DnsAnswer, &'static str> {
        let name = || self.hostname.clone().ok_or("hostname");
        let data = match self.answer_type.as_str() {
            "A" => DnsData::Address(self.ipv4.ok_or("ipv4")?.into()),
            "AAAA" => DnsData::Address(self.ipv6.ok_or("ipv6")?.into()),
            "CNAME" => DnsData::Alias(name()?),
            "HTTPS" => DnsData::Https {
                priority: self.priority.ok_or("priority")?,
                hostname: name()?,
                ech_sha256: self.ech_sha256.as_deref().map(hash).transpose()?,
                alpn: self.alpn.clone(),
            },
            "CAA" => DnsData::Caa {
                is_critical: self.is_critical.ok_or("is_critical")?,
                tag: self.tag.clone().ok_or("tag")?,
                value: self.value.clone().ok_or("value")?,
            },
            other => {
                let number = other.strip_prefix(NUMBERED).and_then(|it| it.parse().ok());
                DnsData::Other(number.ok_or("answer_type")?)
            }
        };
        let ttl = self.ttl;
        Ok(DnsAnswer { ttl, data })
    }
}

fn hash(text: &str) -> Result<[u8; 32], &'static str> {
    let hash = HEXLOWER.decode(text.as_bytes()).ok();
    hash.and_then(|it| it.try_into().ok()).ok_or("ech_sha256")
}

pub(super) fn microseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
