//! A witness over HTTP (C2SP's tlog-witness), as logs and monitors ask it.

use std::{fmt, sync::Arc};

use anchorwatch_transparency::{AddCheckpoint, conflict_size, origin_hash};
use ureq::{
    Agent, Body,
    http::{Response, StatusCode},
};

use crate::{
    BaseUrl, CarrierProblem, Options,
    budget::Budget,
    http::{agent, body, problem},
    tls::{OnRefusal, Watch},
};

/// The longest answer, in bytes: that of a signed note.
const MAX_ANSWER_BYTES: u64 = 1 << 20;

/// The longest answer that is only a number, in bytes.
const MAX_SIZE_BYTES: u64 = 32;

/// A witness's address, and the way to it.
///
/// **Trust:** its answers are octets, whoever gave them. Signatures say what they are worth, so a
/// chain that is refused does not end a connection.
pub struct WitnessClient {
    base: BaseUrl,
    agent: Agent,
    budget: Budget,
}

/// What a witness says to a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WitnessAnswer {
    /// Lines of signatures, for
    /// [`add_cosignatures`](anchorwatch_transparency::add_cosignatures).
    Cosigned(Vec<u8>),
    /// It cosigned a tree of this size last: the request has to begin there.
    Conflict {
        /// That size.
        size: u64,
    },
    /// It does not cosign.
    Refused {
        /// The HTTP status, as in
        /// [`WitnessProblem::status`](anchorwatch_transparency::WitnessProblem::status).
        status: u64,
    },
}

impl WitnessClient {
    /// A witness at this address, both for requests and for monitors. The limits of the options
    /// are for all requests together.
    #[must_use]
    pub fn new(base: &BaseUrl, options: &Options<'_>) -> Self {
        let watch = Arc::new(Watch::default());
        let proxy = options.proxy.clone();
        Self {
            base: base.clone(),
            agent: agent(proxy, OnRefusal::GoOn, &watch, options),
            budget: Budget::new(&options.limits),
        }
    }

    /// Asks it to cosign a checkpoint.
    ///
    /// # Errors
    /// [`CarrierProblem`] if no answer came, or one that is not HTTP or too long.
    pub fn add_checkpoint(&self, request: &AddCheckpoint) -> Result<WitnessAnswer, CarrierProblem> {
        let path = "add-checkpoint";
        let time = self.budget.time().ok_or(CarrierProblem::TooSlow)?;
        let asked = self.agent.post(format!("{}{path}", self.base));
        let asked = asked.config().timeout_global(Some(time)).build();
        let asked = asked.content_type("text/plain; charset=utf-8");
        let answer = asked.send(request.to_string().as_bytes());
        let mut answer = answer.map_err(|it| problem(&it))?;
        match answer.status() {
            StatusCode::OK => self
                .body(&mut answer, path, MAX_ANSWER_BYTES)
                .map(WitnessAnswer::Cosigned),
            StatusCode::CONFLICT => {
                let size = self.body(&mut answer, path, MAX_SIZE_BYTES)?;
                let size = conflict_size(&size).ok_or(CarrierProblem::Broken)?;
                Ok(WitnessAnswer::Conflict { size })
            }
            status => {
                let status = status.as_u16().into();
                Ok(WitnessAnswer::Refused { status })
            }
        }
    }

    /// The note of the newest checkpoint of this log that it says it cosigned; `None` if there is
    /// none. Nothing of it has been checked.
    ///
    /// # Errors
    /// [`CarrierProblem`] if no such answer came.
    pub fn checkpoint(&self, origin: &str) -> Result<Option<Vec<u8>>, CarrierProblem> {
        let path = format!("{}/checkpoint", origin_hash(origin));
        let time = self.budget.time().ok_or(CarrierProblem::TooSlow)?;
        let asked = self.agent.get(format!("{}{path}", self.base));
        let asked = asked.config().timeout_global(Some(time)).build();
        let mut answer = asked.call().map_err(|it| problem(&it))?;
        match answer.status() {
            StatusCode::OK => self.body(&mut answer, &path, MAX_ANSWER_BYTES).map(Some),
            StatusCode::NOT_FOUND => Ok(None),
            status => {
                let status = status.as_u16().into();
                Err(CarrierProblem::Status { status })
            }
        }
    }

    fn body(
        &self,
        answer: &mut Response<Body>,
        name: &str,
        max: u64,
    ) -> Result<Vec<u8>, CarrierProblem> {
        let octets = body(answer, name, max.min(self.budget.octets()))?;
        self.budget.spend(octets.len());
        Ok(octets)
    }
}

impl fmt::Debug for WitnessClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WitnessClient")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}
