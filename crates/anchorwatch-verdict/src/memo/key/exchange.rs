//! What resolvers answered. How long an answer took and how long it may be kept say nothing to any
//! rule.

use anchorwatch_evidence::{DnsAnswer, DnsData, DnsExchange, DnsResponse};

use super::Writer;

impl Writer<'_> {
    pub(super) fn exchange(&mut self, exchange: &DnsExchange) {
        let DnsExchange {
            engine,
            resolver_address,
            resolver_name,
            query_type,
            responses,
            unmatched_count,
        } = exchange;
        self.text(engine.code());
        self.address(resolver_address);
        self.option(resolver_name.as_deref(), Self::text);
        self.text(query_type.code());
        self.list(responses, Self::response);
        self.number(*unmatched_count);
    }

    fn response(&mut self, response: &DnsResponse) {
        let DnsResponse {
            rcode,
            is_truncated,
            answers,
            elapsed: _,
        } = response;
        self.number(u64::from(*rcode));
        self.number(u64::from(*is_truncated));
        self.list(answers, |writer, DnsAnswer { ttl: _, data }| {
            writer.data(data);
        });
    }

    fn data(&mut self, data: &DnsData) {
        match data {
            DnsData::Address(address) => {
                self.octets.push(0);
                self.ip(address);
            }
            DnsData::Alias(name) => {
                self.octets.push(1);
                self.text(name);
            }
            DnsData::Https {
                priority,
                hostname,
                ech_sha256,
                alpn,
            } => {
                self.octets.push(2);
                self.number(u64::from(*priority));
                self.text(hostname);
                self.option(ech_sha256.as_ref(), |writer, hash| writer.bytes(hash));
                self.list(alpn, |writer, protocol| writer.text(protocol));
            }
            DnsData::Caa {
                is_critical,
                tag,
                value,
            } => {
                self.octets.push(4);
                self.octets.push(u8::from(*is_critical));
                self.text(tag);
                self.text(value);
            }
            DnsData::Other(kind) => {
                self.octets.push(3);
                self.number(u64::from(*kind));
            }
        }
    }
}
